import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Terminal } from "./terminal.ts";
import { UserError } from "./user-error.ts";

/** Writes a report to the file that `--output` names. @throws UserError if it cannot be written */
export async function saveOutput(pieces: Iterable<string>, file: string, out: Terminal): Promise<void> {
  try {
    await pipeline(pieces, createWriteStream(file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${file} cannot be written: ${why}`, "Name another --output.", { cause });
  }
  out.aside(`Written to ${file}.`);
}
