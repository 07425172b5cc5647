/** The changes that a person means, and all that was changed since. */
import { type Ledger, plain, type RecordedChange } from "@pullpass/core";
import { UserError } from "../user-error.ts";

/** Ids of changes, or the beginnings of them; or a moment, in ISO 8601. */
export type Meant =
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  | { readonly kind: "since"; readonly since: string };

export interface FoundChanges {
  /** Those that were made: newest first. */
  readonly asked: readonly RecordedChange[];
  /** All records since the oldest of them, newest first. */
  readonly history: readonly RecordedChange[];
  /** Records that were looked through, and that this version cannot read. */
  readonly unread: number;
}

/** @throws UserError for an id that no change or more than one has, or of a change that was not made */
export async function findChanges(ledger: Pick<Ledger, "history">, meant: Meant): Promise<FoundChanges> {
  const history: RecordedChange[] = [];
  let unread = 0;
  // A whole id is one change; of a beginning only the whole ledger says so.
  const isFound = () =>
    meant.kind === "ids" &&
    meant.ids.every((id) => id.length === idLength && history.some(({ change }) => change.id === id));
  for await (const page of ledger.history(meant.kind === "since" ? { since: meant.since } : {})) {
    history.push(...page.changes);
    unread += page.unread;
    if (isFound()) break;
  }
  const asked =
    meant.kind === "ids"
      ? meant.ids.map((id) => theOne(id, history))
      : history.filter(({ state }) => state === "applied");
  return { asked: history.filter((each) => asked.includes(each)), history, unread };
}

const idLength = 32;

function theOne(id: string, history: readonly RecordedChange[]): RecordedChange {
  const [found, ...others] = history.filter(({ change }) => change.id.startsWith(id));
  if (found === undefined) {
    throw new UserError(
      `The ledger has no change ${plain(id)}.`,
      "pullpass history shows the changes; name one by its id, or by 8 or more of its first characters.",
    );
  }
  if (others.length > 0) {
    throw new UserError(
      `${1 + others.length} changes begin with ${plain(id)}.`,
      "Name more of its characters: pullpass history --json has them all.",
    );
  }
  if (found.state !== "applied") {
    throw new UserError(
      `There is nothing to undo: change ${plain(id)} is ${found.state}.`,
      notMade[found.state],
    );
  }
  return found;
}

const notMade = {
  planned: "It was begun and is not settled: the next look at its role says what became of it.",
  failed: "It came to nothing.",
  proposed: "A deployment in plan mode only says what it would do.",
} as const;
