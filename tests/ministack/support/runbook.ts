/** docs/operations.md, as something to run. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Emulator } from "./emulator.ts";

const run = promisify(execFile);

/** The block that is marked so. */
export function block(mark: string): string {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/operations.md"), "utf8");
  const [, text] = new RegExp(`\`\`\`sh ${mark}\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/operations.md has no block marked ${mark}`);
  return text;
}

/** Runs blocks on a stack as a person on call does, after the setup; answers with what the last one printed. */
export function onCall({ environment, folder }: Emulator, stack: string) {
  return async (mark: string): Promise<string> => {
    const env = { ...environment, HOME: folder, STACK: stack, AWS_PAGER: "" };
    const script = [endpoint, block("setup"), block(mark)].join("\n");
    return (await run("sh", ["-euc", script], { cwd: folder, env })).stdout;
  };
}

/** Version 1 of the AWS CLI takes AWS_ENDPOINT_URL for every service but SQS. */
const endpoint = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }';
