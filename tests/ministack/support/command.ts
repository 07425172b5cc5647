/** The `pullpass` command, as somebody runs it on a laptop. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Emulator } from "./emulator.ts";

/** What it prints with `--json`, and its exit code. */
export async function pullpassJson({ environment }: Emulator, ...args: readonly string[]) {
  const all = ["packages/cli/src/main.ts", ...args, "--json"];
  const { code, stdout } = await promisify(execFile)(process.execPath, all, { env: environment }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { readonly code: number; readonly stdout: string }) => error,
  );
  return { code, told: JSON.parse(stdout) };
}
