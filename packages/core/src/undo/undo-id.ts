import { createHash } from "node:crypto";
import type { RecordedChange } from "../ports.ts";

/** The same for an undo that was interrupted and is asked for again; another once something was changed in between. */
export function undoId(since: readonly RecordedChange[]): string {
  const identity = JSON.stringify(["undo", ...since.map(({ change }) => change.id)]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}
