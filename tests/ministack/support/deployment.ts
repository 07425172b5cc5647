/** The stack deployed and taken away as a person does it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Emulator } from "./emulator.ts";

const root = join(import.meta.dirname, "../../..");

/** What a deployment decides, over the defaults. */
export type Given = Readonly<Record<string, unknown>>;

/** A test waits for no minute in which notices are collected, and no deployment asks a registry on the network. */
const quiet: Given = { collectMinutes: 0, registryChecks: false };

export function sst(command: "deploy" | "remove", emulator: Emulator): Promise<number> {
  return timed(["npm", "run", "sst", "--", command, "--stage", "test"], emulator, {});
}

/** Of `cdk`, what is given after it. */
export function cdk(words: readonly string[], emulator: Emulator, options: Given = {}): Promise<number> {
  const output = join(emulator.folder, "cdk.out");
  return timed(["npx", "cdk", ...words, "--output", output], emulator, options);
}

/** Writes the plain template and its assets to a folder, then does what `npm run synth` says to do next. */
export async function cloudFormation(emulator: Emulator): Promise<number> {
  const folder = join(emulator.folder, "cloudformation");
  const { text } = await run(["npm", "run", "synth", "--", folder], emulator, {});
  const commands = text.slice(text.indexOf("  cd ")).split("\n\n")[0] ?? "";
  return timed(["sh", "-ec", commands.replaceAll("BUCKET", "templates")], emulator, {});
}

async function timed(words: readonly string[], emulator: Emulator, options: Given): Promise<number> {
  const startedAt = performance.now();
  await run(words, emulator, options);
  return (performance.now() - startedAt) / 1_000;
}

/** Throws an Error with all that it printed when it fails. */
async function run([program = "", ...words]: readonly string[], { environment }: Emulator, options: Given) {
  const env = { ...environment, PULLPASS_OPTIONS: JSON.stringify({ ...quiet, ...options }) };
  const child = spawn(program, words, { cwd: root, env });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => output.push(String(text)));
  const [code] = await once(child, "close");
  const text = output.join("");
  if (code !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${code}:\n${text}`);
  return { text };
}
