import type { CommandWords, OptionWords, Vocabulary } from "./vocabulary.ts";

/** https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
export function zshScript({ commands, global }: Vocabulary): string {
  return `#compdef pullpass
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

function commandCase({ name, options, argument }: CommandWords): string {
  const rest = Array.isArray(argument)
    ? quoted(`1: :(${argument.join(" ")})`)
    : quoted(argument === "file" ? "*:file:_files" : "*: :");
  return `        ${name}) _arguments ${[...options.map(specification), rest].join(" \\\n          ")} ;;`;
}

function specification({ flag, description, takesValue, choices }: OptionWords): string {
  const value = choices.length > 0 ? `: :(${choices.join(" ")})` : ": :";
  const meaning = description.replaceAll(/[[\]:\\]/g, "\\$&");
  return quoted(`${flag}[${meaning}]${takesValue ? value : ""}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
