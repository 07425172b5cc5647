import type { OptionWords, Vocabulary } from "./vocabulary.ts";

/** https://fishshell.com/docs/current/completions.html */
export function fishScript({ commands, global }: Vocabulary): string {
  const lines = [
    "# fish completion for pullpass",
    "complete -c pullpass -f",
    ...global.map((option) => `complete -c pullpass -n __fish_use_subcommand${optionPart(option)}`),
    ...commands.map(
      ({ name, description }) =>
        `complete -c pullpass -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ),
  ];
  for (const { name, options, argument } of commands) {
    const inCommand = `complete -c pullpass -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    if (Array.isArray(argument)) lines.push(`${inCommand} -a ${quoted(argument.join(" "))}`);
    if (argument === "file") lines.push(`${inCommand} -F`);
    lines.push(...options.map((option) => `${inCommand}${optionPart(option)}`));
  }
  return `${lines.join("\n")}\n`;
}

function optionPart({ flag, description, takesValue, choices }: OptionWords): string {
  const values = choices.length > 0 ? ` -a ${quoted(choices.join(" "))}` : "";
  return ` -l ${flag.replace(/^--/, "")}${takesValue ? " -x" : ""}${values} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
