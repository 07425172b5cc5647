/** In which form a command prints what was asked for: `--format`, and `--json` for short. */
import { type Command, Option } from "commander";

/** The first is what people read. */
export function withForms(command: Command, forms: readonly [string, ...string[]]): Command {
  return command
    .addOption(new Option("--format <form>", "how to show it").choices(forms).default(forms[0]))
    .addOption(new Option("--json", "the same as --format json").implies({ format: "json" }))
    .hook("preAction", (_command, called) => {
      const { json, format } = called.opts<{ readonly json?: true; readonly format: string }>();
      if (json && format !== "json")
        called.error(`error: --json and --format ${format} are two forms: name one`);
    });
}

/** Of most commands. */
export const textOrJson = ["text", "json"] as const;

export interface TextOrJson {
  readonly format: (typeof textOrJson)[number];
}
