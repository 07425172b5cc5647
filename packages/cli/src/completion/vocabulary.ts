/** The words of the command line, taken from the commands themselves. */
import { ruleIds } from "@pullpass/core";
import type { Command, Option } from "commander";

export interface Vocabulary {
  readonly commands: readonly CommandWords[];
  /** Options before the command's name. */
  readonly global: readonly OptionWords[];
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** What the first argument may be, if only a few words; `file` if it names one. */
  readonly argument: readonly string[] | "file" | "other";
}

export interface OptionWords {
  /** `--as` */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

export function vocabularyOf(program: Command): Vocabulary {
  const help = { flag: "--help", description: "display help for command", takesValue: false, choices: [] };
  const global = [...optionsOf(program), help];
  const commands = program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...optionsOf(command), ...global.filter(({ flag }) => flag !== "--version")],
    argument: argumentOf(command),
  }));
  return { commands, global };
}

function optionsOf(command: Command): readonly OptionWords[] {
  return command.options.filter(({ hidden }) => !hidden).map(wordsOf);
}

function wordsOf({ long, short, description, required, optional, argChoices = [] }: Option): OptionWords {
  return {
    flag: long ?? short ?? "",
    description,
    takesValue: required || optional,
    choices: argChoices,
  };
}

function argumentOf({ registeredArguments: [first] }: Command): CommandWords["argument"] {
  if (first?.argChoices !== undefined) return first.argChoices;
  if (first?.name() === "rule-or-project") return ruleIds;
  return first?.name() === "files" ? "file" : "other";
}
