import type { CommandWords, Vocabulary } from "./vocabulary.ts";

/** https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashScript({ commands, global }: Vocabulary): string {
  const flags = global.map(({ flag }) => flag).join(" ");
  return `# bash completion for pullpass
_pullpass() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command="" index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      --profile|--region) ((index++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[index]}; break ;;
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

function valueCases({ commands }: Vocabulary): string {
  const cases = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, choices }) => {
        const reply =
          choices.length === 0 ? "" : `COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$word")); `;
        return `    "${name} ${flag}") ${reply}return ;;`;
      }),
  );
  return [...cases, `    " --profile"|" --region") return ;;`].join("\n");
}

function commandCase({ name, options, argument }: CommandWords): string {
  const words = [...(Array.isArray(argument) ? argument : []), ...options.map(({ flag }) => flag)].join(" ");
  const files = argument === "file" ? `; [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))` : "";
  return `    ${name}) COMPREPLY=($(compgen -W "${words}" -- "$word"))${files} ;;`;
}
