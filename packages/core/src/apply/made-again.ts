/** A change that was settled and is to be made once more is another change: it has a record and a notice of its own. */
import type { Change } from "../model/change.ts";
import { nextChangeId } from "../plan/change-id.ts";
import type { Plan } from "../plan/decided.ts";
import type { Ledger } from "../ports.ts";

/**
 * The plan with other ids for such changes. Events come at least once, late and out of order, so the same event may ask again
 * for what was undone since. A retry after a crash finds its change planned, and not settled, and keeps the id.
 */
export async function withUnusedIds(plan: Plan, ledger: Pick<Ledger, "settledAt">): Promise<Plan> {
  const ids = await unusedIds(plan.changes, ledger);
  const renamed = <C extends Change>(change: C): C => ({ ...change, id: ids.get(change.id) ?? change.id });
  return {
    ...plan,
    changes: plan.changes.map(renamed),
    updates: plan.updates.map((update) => ({ ...update, change: renamed(update.change) })),
  };
}

/** Those of the changes whose own id is used, by that. */
async function unusedIds(
  changes: readonly Change[],
  ledger: Pick<Ledger, "settledAt">,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  let open = changes.map((change) => ({ first: change.id, change }));
  while (open.length > 0) {
    const settled = await ledger.settledAt(open.map(({ change }) => change));
    open = open.flatMap(({ first, change }) => {
      const at = settled.get(change.id);
      if (at === undefined) return [];
      const next = { ...change, id: nextChangeId(change.id, at) };
      ids.set(first, next.id);
      return [{ first, change: next }];
    });
  }
  return ids;
}
