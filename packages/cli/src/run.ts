/** The command line, from arguments to the exit code. */
import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { formatError } from "./render/format-error.ts";
import type { Terminal } from "./terminal.ts";

/** Never throws: what goes wrong is told, in one line of what and one of what to do, and the command ends with 1. */
export async function run(args: readonly string[], out: Terminal): Promise<void> {
  const program = createProgram(out);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return out.endWith(error.exitCode);
    out.note(formatError(error, { debug: program.opts().debug === true }));
    out.endWith(1);
  }
}
