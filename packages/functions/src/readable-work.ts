import type { Work } from "@pullpass/core";
import { readWork } from "@pullpass/core/aws";
import type { QueueRecord } from "./fifo-batch.ts";

/** The work of a message, or why nobody can read it. */
export function readableWork(
  { body }: QueueRecord,
  place: Parameters<typeof readWork>[1],
): { readonly work: Work; readonly error?: never } | { readonly work?: never; readonly error: unknown } {
  try {
    return { work: readWork(body, place) };
  } catch (error) {
    return { error };
  }
}
