/** The real `sst deploy`, as a person runs it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Emulator } from "./emulator.ts";

const root = join(import.meta.dirname, "../../..");

/** Seconds that it took. Throws an Error with all that it printed. */
export async function sst(command: "deploy" | "remove", { environment }: Emulator): Promise<number> {
  const startedAt = performance.now();
  const child = spawn("npx", ["sst", command, "--stage", "test"], { cwd: root, env: environment });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => output.push(String(text)));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`sst ${command} ended with ${code}:\n${output.join("")}`);
  return (performance.now() - startedAt) / 1_000;
}
