/** The list of what a run created, kept in a file: a run that was killed can be cleared up after. */
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";

export interface Created {
  readonly kind: "key" | "policy" | "project" | "queue" | "role" | "rule" | "secret";
  /** The name, or the ARN where there is no name. */
  readonly id: string;
}

export interface Journal {
  add(created: Created): void;
  /** The last one first. */
  readonly created: () => readonly Created[];
  /** Forgets it: it is gone. */
  removed(created: Created): void;
}

/** In the file, if one is named; what stands there already counts. */
export function journalIn(file?: string): Journal {
  const all = file !== undefined && existsSync(file) ? readJournal(file) : [];
  return {
    add(created) {
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(created)}\n`);
      all.push(created);
    },
    created: () => [...all].reverse(),
    removed(created) {
      all.splice(all.indexOf(created), 1);
      if (file !== undefined && all.length === 0) rmSync(file, { force: true });
    },
  };
}

function readJournal(file: string): Created[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Created);
}
