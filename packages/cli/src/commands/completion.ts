/** `pullpass completion`: what a shell needs to complete commands, options and their values. */
import { Argument, type Command } from "commander";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { vocabularyOf } from "../completion/vocabulary.ts";
import { zshScript } from "../completion/zsh.ts";
import { examples } from "../examples.ts";
import type { Terminal } from "../terminal.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export function registerCompletion(program: Command, out: Terminal): void {
  program
    .command("completion")
    .description("print the script that lets a shell complete commands and options")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(scripts)))
    .addHelpText(
      "after",
      examples(
        "",
        "source <(pullpass completion bash)                                    # in ~/.bashrc",
        "source <(pullpass completion zsh)                                     # in ~/.zshrc, after compinit",
        "pullpass completion fish > ~/.config/fish/completions/pullpass.fish",
      ),
    )
    .action((shell: keyof typeof scripts) => out.print(scripts[shell](vocabularyOf(program)).trimEnd()));
}
