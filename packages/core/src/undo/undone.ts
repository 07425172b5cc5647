/** What an undo of changes comes to: pure. */
import type { Change, Grant, Normalizes } from "../model/change.ts";
import type { PolicyWrite, ProjectUpdate } from "../plan/decided.ts";
import type { RecordedChange } from "../ports.ts";

/** Of one role in one Region. */
export interface RoleUndo {
  readonly role: Change["role"];
  readonly region: string;
  /** In the order to make: what is put back, each with a record of its own. */
  readonly changes: readonly Change[];
  readonly policy: PolicyWrite;
  readonly grants: readonly Grant[];
  readonly taken: readonly Grant["secret"][];
  readonly updates: readonly ProjectUpdate[];
  /** Made already by an undo that was interrupted: only their record is to be finished. */
  readonly finished: readonly Normalizes[];
  /** Newer changes that were not asked for, and stand on what is undone: they go with it. */
  readonly newer: readonly RecordedChange[];
  /** What is so already. */
  readonly already: readonly RecordedChange[];
  readonly refused: readonly RefusedUndo[];
  /** What has to carry the tag `ignore`, or pullpass makes the same again. */
  readonly keepOff: { readonly role: boolean; readonly projects: readonly string[] };
}

export interface RefusedUndo {
  readonly change: Change;
  /** A sentence: why, and what to do. */
  readonly why: string;
}

/** What a change is about, within its role: later changes of the same stand on it. */
function targetOf(change: Change): string {
  if (change.kind === "restoration") return `policy ${change.policyName}`;
  if (change.kind === "retry") return `build ${change.build}`;
  return change.kind === "normalization" ? `project ${change.project}` : `secret ${change.grant.secret}`;
}

/** Applied changes of one target. */
export interface UndoTarget {
  /** The oldest that is to be undone: what was there before it comes back. */
  readonly oldest: Change;
  readonly asked: readonly RecordedChange[];
  /** All from that on, the newest first. */
  readonly since: readonly RecordedChange[];
  readonly newer: readonly RecordedChange[];
}

/** `history` has every change of the role since the oldest asked for, first the newest. */
export function targetsOf(
  asked: readonly RecordedChange[],
  history: readonly RecordedChange[],
): readonly UndoTarget[] {
  const isAsked = new Set(asked.map(({ change }) => change.id));
  const applied = history.filter(({ state }) => state === "applied");
  const groups = Map.groupBy(applied, ({ change }) => targetOf(change));
  return [...groups.values()].flatMap((group) => {
    const last = group.findLastIndex(({ change }) => isAsked.has(change.id));
    const since = group.slice(0, last + 1);
    const oldest = since.at(-1);
    if (oldest === undefined) return [];
    return [
      {
        oldest: oldest.change,
        asked: since.filter(({ change }) => isAsked.has(change.id)),
        since,
        newer: since.filter(({ change }) => !isAsked.has(change.id)),
      },
    ];
  });
}
