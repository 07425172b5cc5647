/** Runs a bundle as Lambda does: a process of its own with the environment, one event, one answer. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const dist = join(import.meta.dirname, "../../../packages/functions/dist");

export interface Invoked {
  readonly response: unknown;
  /** What it logged, line by line. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

export async function invoke(
  name: string,
  event: unknown,
  variables: Readonly<Record<string, string>>,
): Promise<Invoked> {
  const code = `const { handler } = await import(${JSON.stringify(join(dist, name, "index.mjs"))});
    const context = { awsRequestId: "r-1", functionName: "pullpass-${name}", getRemainingTimeInMillis: () => 30000 };
    const response = await handler(${JSON.stringify(event)}, context);
    process.stdout.write(JSON.stringify({ response }));`;
  const args = ["--input-type=module", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: variables });
  const lines = stdout.split("\n").map((line) => JSON.parse(line));
  return { response: lines.pop().response, lines };
}
