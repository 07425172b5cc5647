/** `pullpass` in a process of its own against a sandbox, for the account's memory and time are not the command's. */
import { listen, type RecordedCall, type Sandbox } from "@pullpass/sandbox";
import { builtCommand } from "./built-command.ts";
import { region } from "./large-account.ts";
import { type Ran, runProcess } from "./run-process.ts";

export interface RanCommand extends Ran {
  readonly calls: readonly RecordedCall[];
}

/** @throws Error if the command fails */
export async function runCommand(sandbox: Sandbox, args: readonly string[]): Promise<RanCommand> {
  const { url, close } = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const before = sandbox.calls.length;
  const ran = await runProcess([await builtCommand(), ...args], {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "bench",
  }).finally(close);
  return { ...ran, calls: sandbox.calls.slice(before) };
}
