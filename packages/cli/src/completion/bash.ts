import type { NamedThing } from "../commands/names.ts";
import type { CommandWords, OptionWords, Values, Vocabulary } from "./vocabulary.ts";

/** https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashScript({ commands, global }: Vocabulary): string {
  const flags = global.map(({ flag }) => flag).join(" ");
  return `# bash completion for pullpass
_pullpass_names() {
  COMPREPLY+=($(compgen -W "$(pullpass "\${given[@]}" names "$1" 2>/dev/null)" -- "$word"))
}
_pullpass() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command="" index
  local -a given=()
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      ${global
        .filter(({ takesValue }) => takesValue)
        .map(({ flag }) => flag)
        .join("|")})
        ((index + 1 < COMP_CWORD)) && given+=("\${COMP_WORDS[index]}" "\${COMP_WORDS[index + 1]}")
        ((index++)) ;;
      -*) ;;
      *) [[ -n $command ]] || command=\${COMP_WORDS[index]} ;;
    esac
  done
  case "$command $before" in
${valueCases({ commands, global })}
  esac
  case $command in
    "") COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} ${flags}" -- "$word")) ;;
${commands.map(commandCase).join("\n")}
  esac
}
complete -F _pullpass pullpass
`;
}

function valueCases({ commands, global }: Vocabulary): string {
  const cases = commands.flatMap(({ name, options }) =>
    options.filter(({ takesValue }) => takesValue).map((option) => valueCase(name, option)),
  );
  const before = global.filter(({ takesValue }) => takesValue).map((option) => valueCase("", option));
  return [...cases, ...before].join("\n");
}

function valueCase(command: string, { flag, values }: OptionWords): string {
  return `    "${command} ${flag}") ${offer(values)}return ;;`;
}

function offer(values: Values): string {
  if (values === "any") return "";
  if (values === "file") return 'COMPREPLY=($(compgen -f -- "$word")); ';
  if (typeof values === "string") return `_pullpass_names ${values}; `;
  return `COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$word")); `;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const words = [...(typeof argument === "string" ? [] : argument), ...options.map(({ flag }) => flag)];
  const more = typeof argument === "string" && argument !== "any" ? `; ${addition(argument)}` : "";
  return `    ${name}) COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word"))${more} ;;`;
}

/** Beside the options, where none is being typed. */
function addition(values: "file" | NamedThing): string {
  const added = values === "file" ? 'COMPREPLY+=($(compgen -f -- "$word"))' : `_pullpass_names ${values}`;
  return `[[ $word == -* ]] || ${added}`;
}
