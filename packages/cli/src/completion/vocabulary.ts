/** The words of the command line, taken from the commands themselves. */
import { ruleIds } from "@pullpass/core";
import type { Command, Option } from "commander";
import { allRegions } from "../audit/all-regions.ts";
import type { NamedThing } from "../commands/names.ts";

export interface Vocabulary {
  readonly commands: readonly CommandWords[];
  /** Options before the command's name. */
  readonly global: readonly OptionWords[];
}

/** What may stand somewhere: one of a few words, a file, what `pullpass names` lists, or anything. */
export type Values = readonly string[] | "file" | NamedThing | "any";

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** What the first argument may be. */
  readonly argument: Values;
}

export interface OptionWords {
  /** `--as` */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: Values;
}

export function vocabularyOf(program: Command): Vocabulary {
  const help = {
    flag: "--help",
    description: "display help for command",
    takesValue: false,
    values: "any",
  } as const;
  const global = [...optionsOf(program), help];
  const isShown = new Set(program.createHelp().visibleCommands(program));
  const shown = program.commands.filter((command) => isShown.has(command));
  const commands = shown.map((command) => ({
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

function wordsOf({ long, short, flags, description, required, optional, argChoices }: Option): OptionWords {
  return {
    flag: long ?? short ?? "",
    description,
    takesValue: required || optional,
    values: argChoices ?? valuesOf(long, flags),
  };
}

function valuesOf(long: string | undefined, flags: string): Values {
  if (long === "--profile") return "profiles";
  if (long === "--project") return "projects";
  if (long === "--region" || long === "--search-region") return allRegions("aws");
  return flags.endsWith("<file>") ? "file" : "any";
}

function argumentOf({ registeredArguments: [first] }: Command): CommandWords["argument"] {
  if (first?.argChoices !== undefined) return first.argChoices;
  if (first?.name() === "rule-or-project") return ruleIds;
  if (first?.name() === "files") return "file";
  return /^projects?$/.test(first?.name() ?? "") ? "projects" : "any";
}
