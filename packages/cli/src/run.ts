/** The command line, from arguments to the exit code. */
import { CommanderError } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import { formatError } from "./render/format-error.ts";
import type { Terminal } from "./terminal.ts";
import { NotAgreed, UsageError } from "./user-error.ts";

/** Never throws: what goes wrong is told, in one line of what and one of what to do. */
export async function run(args: readonly string[], out: Terminal): Promise<void> {
  const program = createProgram(out);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError)
      return out.endWith(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage);
    out.note(formatError(error, { debug: program.opts().debug === true }));
    out.endWith(codeOf(error));
  }
}

function codeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof NotAgreed ? exitCodes.found : exitCodes.unseen;
}
