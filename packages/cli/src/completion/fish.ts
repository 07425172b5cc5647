import type { OptionWords, Values, Vocabulary } from "./vocabulary.ts";

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
    if (argument !== "any") lines.push(`${inCommand}${offer(argument)}`);
    lines.push(...options.map((option) => `${inCommand}${optionPart(option)}`));
  }
  return `${lines.join("\n")}\n`;
}

function optionPart({ flag, description, takesValue, values }: OptionWords): string {
  const value = takesValue ? `${values === "file" ? " -r" : " -x"}${offer(values)}` : "";
  return ` -l ${flag.replace(/^--/, "")}${value} -d ${quoted(description)}`;
}

function offer(values: Values): string {
  if (values === "any") return "";
  if (values === "file") return " -F";
  return ` -a ${quoted(typeof values === "string" ? `(pullpass names ${values} 2>/dev/null)` : values.join(" "))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
