/** What waited together and is told together. */
import { createHash } from "node:crypto";
import type { Notice } from "./notice.ts";
import type { PendingNotice } from "./ports.ts";

/** The same for the same notices: a digest that goes on after a failure goes on where it was. */
export function digestId(waiting: readonly PendingNotice[]): string {
  const ids = waiting.map(({ id }) => id).sort();
  return createHash("sha256").update(ids.join("\n")).digest("hex");
}

/** In the order in which it happened. */
export function noticesIn(waiting: readonly PendingNotice[]): readonly Notice[] {
  return waiting.map(({ notice }) => notice).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
