/** A change that was settled and is to be made once more is another change: it has a record and a notice of its own. */
import type { Change, PolicyToWrite } from "../model/change.ts";
import { nextChangeId } from "../plan/change-id.ts";
import type { Plan, ProjectUpdate } from "../plan/decided.ts";
import type { Ledger } from "../ports.ts";

/** The ids of changes whose own is used, by that. */
export type NewIds = ReadonlyMap<string, string>;

/**
 * The plan with other ids for such changes. Events come at least once, late and out of order, so the same event may ask again
 * for what was undone since. A retry after a crash finds its change planned, and not settled, and keeps the id.
 */
export async function withUnusedIds(plan: Plan, ledger: Pick<Ledger, "settledAt">): Promise<Plan> {
  return withIds(plan, await newIds(plan.changes, (changes) => ledger.settledAt(changes)));
}

/** Records changes as planned, such ones under other ids. @throws what the ledger throws */
export async function recordPlanned(
  changes: readonly Change[],
  { ledger, clock }: { readonly ledger: Pick<Ledger, "planned">; readonly clock: { now(): Date } },
  policy?: PolicyToWrite,
): Promise<NewIds> {
  const now = clock.now().toISOString();
  return newIds(changes, (open) => ledger.planned(open, now, policy));
}

export function withIds(plan: Plan, ids: NewIds): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change) => withId(change, ids)),
    updates: updatesWithIds(plan.updates, ids),
  };
}

export function updatesWithIds(updates: readonly ProjectUpdate[], ids: NewIds): readonly ProjectUpdate[] {
  return updates.map((update) => ({ ...update, change: withId(update.change, ids) }));
}

export function withId<C extends Change>(change: C, ids: NewIds): C {
  const id = ids.get(change.id);
  return id === undefined ? change : { ...change, id };
}

/** `settledOf`: of these, when each was settled that was. */
async function newIds(
  changes: readonly Change[],
  settledOf: (changes: readonly Change[]) => Promise<ReadonlyMap<string, string>>,
): Promise<NewIds> {
  const ids = new Map<string, string>();
  let open = changes.map((change) => ({ first: change.id, change }));
  do {
    const settled = await settledOf(open.map(({ change }) => change));
    open = open.flatMap(({ first, change }) => {
      const at = settled.get(change.id);
      if (at === undefined) return [];
      const next = { ...change, id: nextChangeId(change.id, at) };
      ids.set(first, next.id);
      return [{ first, change: next }];
    });
  } while (open.length > 0);
  return ids;
}
