/** The command as it is published, in bundles: from the sources it has the types to take out of each file first. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Its file. Built once, from the sources as they are. */
export function builtCommand(): Promise<string> {
  building ??= build();
  return building;
}

let building: Promise<string> | undefined;

async function build(): Promise<string> {
  await promisify(execFile)(process.execPath, ["packages/cli/build.ts"]);
  return "packages/cli/dist/pullpass.mjs";
}
