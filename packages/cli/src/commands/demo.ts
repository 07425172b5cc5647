/** `pullpass demo`: the real functions repair real projects in an account in memory. */
import type { Command } from "commander";
import type { Line } from "../demo/line.ts";
import { story } from "../demo/story.ts";
import { createWorld } from "../demo/world.ts";
import { terminal } from "../render/terminal.ts";
import type { Terminal } from "../terminal.ts";

export function registerDemo(program: Command, out: Terminal): void {
  program
    .command("demo")
    .description(
      "watch pullpass repair projects in an AWS account in memory; exits 0 only if all went as told",
    )
    .option("--json", "print what happened as JSON")
    .addHelpText("after", "\nExamples:\n  pullpass demo\n  pullpass demo --json | jq .asTold")
    .action(async (options: DemoOptions) => {
      if (!(await demo(options, out))) out.endWith(1);
    });
}

interface DemoOptions {
  readonly json?: true;
}

/** Whether all went as told. */
async function demo({ json }: DemoOptions, out: Terminal): Promise<boolean> {
  const startedAt = performance.now();
  const print = terminal(out.colours);
  const told: Line[] = [];
  const world = await createWorld();
  try {
    for await (const line of story(world)) {
      told.push(line);
      if (!json) out.print(print(line));
    }
  } finally {
    await world.sandbox.dispose();
  }
  const asTold = told.every((line) => !("ok" in line) || line.ok);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  if (json) out.print(JSON.stringify({ asTold, seconds, lines: told }, undefined, 2));
  else out.print(`\n${ending(asTold, told)} ${seconds} s.`);
  return asTold;
}

function ending(asTold: boolean, told: readonly Line[]): string {
  const count = (kind: Line["kind"]) => told.filter((line) => line.kind === kind).length;
  const sum = `${count("build")} builds, ${count("notice")} notices,`;
  return asTold ? `All went as told: ${sum}` : `Not all went as told: ${sum}`;
}
