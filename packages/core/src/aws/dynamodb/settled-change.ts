/** A change comes into its last state. It leaves the indexes of open ones with the same write. */
import { inParallel } from "../../in-parallel.ts";
import { changeItem, changeItemKey } from "../../ledger/change-item.ts";
import { toBody } from "../../ledger/item.ts";
import { indexed, ttlAttribute } from "../../ledger/table.ts";
import type { Change } from "../../model/change.ts";
import type { WriteCondition } from "./condition.ts";
import { countDrift, driftCount } from "./drift.ts";
import { queriesAtOnce, type Table } from "./table.ts";
import { madeTogether, writeAlone } from "./write-together.ts";
import type { TableWrite } from "./writes.ts";

export interface SettledState {
  readonly state: "applied" | "failed";
  readonly settledAt: string;
  readonly error?: string;
}

export function settledChange(
  change: Change,
  settled: SettledState,
  expiresAt: number,
  condition: WriteCondition,
): TableWrite {
  return {
    kind: "update",
    key: changeItemKey(change),
    update: {
      set: { ...settled, ...nowKnown(change), [ttlAttribute]: expiresAt },
      setOnce: withoutKey(change, settled.settledAt),
      remove: [
        indexed.unsettledSince,
        indexed.grantedRegion,
        ...(settled.error === undefined ? ["error"] : []),
      ],
    },
    condition,
  };
}

/**
 * As applied, once each, together with other writes where all of that is one transaction. `others` are made first otherwise.
 * @throws Unavailable when someone else counted a normalization in between: the retry counts again
 */
export async function recordApplied(
  table: Table,
  changes: readonly Change[],
  now: string,
  expiresAt: number,
  others: readonly TableWrite[] = [],
): Promise<void> {
  const [first = [], ...rest] = groupsOf(changes);
  const writes = [...others, ...(await appliedWrites(table, first, now, expiresAt))];
  if (!(await madeTogether(table, writes))) {
    for (const write of others) await writeAlone(table, write);
    for (const change of first) await recordAppliedAlone(table, change, now, expiresAt);
  }
  for (const group of rest) await recordApplied(table, group, now, expiresAt);
}

/** The count comes first: it knows the change that it counted last, so a repetition counts nothing twice. */
async function recordAppliedAlone(
  table: Table,
  change: Change,
  now: string,
  expiresAt: number,
): Promise<void> {
  if (change.kind === "normalization") await countDrift(table, change, now, expiresAt);
  await writeAlone(table, applied(change, now, expiresAt));
}

async function appliedWrites(
  table: Table,
  changes: readonly Change[],
  now: string,
  expiresAt: number,
): Promise<readonly TableWrite[]> {
  const counts = await inParallel(changes, queriesAtOnce, async (change) =>
    change.kind === "normalization" ? driftCount(table, change, now, expiresAt) : [],
  );
  return changes.flatMap((change, index) => [...(counts[index] ?? []), applied(change, now, expiresAt)]);
}

function applied(change: Change, settledAt: string, expiresAt: number): TableWrite {
  const condition = { orAbsent: true, isNot: { state: "applied" } };
  return settledChange(change, { state: "applied", settledAt }, expiresAt, condition);
}

/** As many as one transaction takes with a count each, and of no project two: the second counts on the first. */
function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const isFull =
      last === undefined || last.length === changesPerGroup || last.some((each) => isOfSame(each, change));
    if (isFull) groups.push([change]);
    else last.push(change);
  }
  return groups;
}

const changesPerGroup = 40;

function isOfSame(one: Change, other: Change): boolean {
  if (one.id === other.id) return true;
  return one.kind === "normalization" && other.kind === "normalization" && one.project === other.project;
}

/** Which build was started is known last. */
function nowKnown(change: Change): { readonly body?: string } {
  return change.kind === "retry" ? { body: toBody(change) } : {};
}

function withoutKey(change: Change, now: string) {
  const { pk: _, sk: __, body, ...attributes } = changeItem(change, now);
  return change.kind === "retry" || body === undefined ? attributes : { ...attributes, body };
}
