/** `pullpass demo`: the real functions repair real projects in an account in memory. */
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";

export function registerDemo(program: Command, out: Terminal): void {
  program
    .command("demo")
    .description("watch pullpass repair projects in an AWS account in memory")
    .option("--json", "print what happened as JSON")
    .addHelpText("after", "\nExamples:\n  pullpass demo\n  pullpass demo --json | jq .asTold")
    .action(async ({ json }: { json?: true }) => {
      const { printStory } = await import("../demo/print-story.ts");
      if (!(await printStory({ json: json === true }, out))) out.endWith(exitCodes.found);
    });
}
