/** The AWS CLI, as a person uses it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Emulator } from "./emulator.ts";

const run = promisify(execFile);

export type AwsCli = (...words: readonly string[]) => Promise<unknown>;

/** What it prints, read as JSON. Throws an Error with what it says when it fails. */
export function awsCli({ environment, folder }: Emulator): AwsCli {
  return async (...words) => {
    const { stdout } = await run("aws", [...words, "--output", "json"], {
      env: environment,
      cwd: folder,
    });
    return stdout === "" ? undefined : JSON.parse(stdout);
  };
}
