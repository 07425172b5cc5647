/** Python programs for the tests, each set in a virtual environment of its own. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Throws an Error that says what to install when there is no Python for them. */
export function findPython(): string {
  const found = ["python3", "python"].find((command) => spawnSync(command, ["-c", versionTest]).status === 0);
  if (found === undefined) {
    throw new Error(
      "MiniStack needs Python 3.10 or later, with venv, as python3 on the PATH: install it, and run this again.",
    );
  }
  return found;
}

const versionTest = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

/** Installs what `requirements/<name>.txt` pins. The folder of its commands. */
export async function install(python: string, name: string, folder: string): Promise<string> {
  const environment = join(folder, name);
  const requirements = join(import.meta.dirname, `../requirements/${name}.txt`);
  await run(python, ["-m", "venv", environment]);
  const bin = join(environment, "bin");
  // The files pin all there is, so there is nothing to resolve.
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--requirement", requirements];
  await run(join(bin, "python"), pip);
  return bin;
}
