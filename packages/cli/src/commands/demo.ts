/** `pullpass demo`: the real functions repair real projects in an account in memory. */
import type { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import type { Terminal } from "../terminal.ts";

export function registerDemo(program: Command, out: Terminal): void {
  withForms(program.command("demo"), textOrJson)
    .description("watch pullpass repair projects in an AWS account in memory")
    .addHelpText("after", "\nExamples:\n  pullpass demo\n  pullpass demo --json | jq .asTold")
    .action(async ({ format }: TextOrJson) => {
      const { printStory } = await import("../demo/print-story.ts");
      if (!(await printStory({ json: format === "json" }, out))) out.endWith(exitCodes.found);
    });
}
