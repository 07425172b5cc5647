/** The `pullpass` command: its options, and one file a subcommand. */
import { Command } from "commander";
import { registerDemo } from "./commands/demo.ts";
import { registerSandbox } from "./commands/sandbox.ts";
import { withGlobalOptions } from "./global-options.ts";
import type { Terminal } from "./terminal.ts";

type Register = (program: Command, out: Terminal) => void;

/** In the order of the help. */
const commands: readonly Register[] = [registerDemo, registerSandbox];

/** Throws commander's errors instead of ending the process. */
export function createProgram(out: Terminal): Command {
  const program = withGlobalOptions(new Command("pullpass"))
    .description("Private image pulls in AWS CodeBuild that just work")
    .showHelpAfterError("(--help shows what is accepted)")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => out.print(text.trimEnd()),
      writeErr: (text) => out.note(text.trimEnd()),
      getOutHasColors: () => out.colours,
      getErrHasColors: () => out.colours,
    })
    .exitOverride();
  for (const register of commands) register(program, out);
  return program;
}
