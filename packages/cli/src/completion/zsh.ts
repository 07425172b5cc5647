import { type NamedThing, namedThings } from "../commands/names.ts";
import type { CommandWords, OptionWords, Values, Vocabulary } from "./vocabulary.ts";

/** https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
export function zshScript({ commands, global }: Vocabulary): string {
  return `#compdef pullpass
${namedThings.map(namesFunction).join("\n")}
_pullpass() {
  local state line
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join("\n")}
  )
  _arguments -C \\
${global.map((option) => `    ${specification(option)} \\`).join("\n")}
    '1: :->command' \\
    '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${commands.map(commandCase).join("\n")}
      esac
      ;;
  esac
}
compdef _pullpass pullpass
`;
}

function namesFunction(things: NamedThing): string {
  return `_pullpass_${things}() { compadd -- \${(f)"$(pullpass names ${things} 2>/dev/null)"} }`;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const rest = quoted(`${typeof argument === "string" ? "*" : "1"}: :${offer(argument)}`);
  return `        ${name}) _arguments ${[...options.map(specification), rest].join(" \\\n          ")} ;;`;
}

function specification({ flag, description, takesValue, values }: OptionWords): string {
  const value = `: :${offer(values)}`;
  const meaning = description.replaceAll(/[[\]:\\]/g, "\\$&");
  return quoted(`${flag}[${meaning}]${takesValue ? value : ""}`);
}

function offer(values: Values): string {
  if (values === "any") return "";
  if (values === "file") return "_files";
  return typeof values === "string" ? `_pullpass_${values}` : `(${values.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
