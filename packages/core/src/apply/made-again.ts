/** A change that was settled and is to be made once more is another change: it has a record and a notice of its own. */
import { inParallel } from "../in-parallel.ts";
import type { Change } from "../model/change.ts";
import { nextChangeId } from "../plan/change-id.ts";
import type { Plan } from "../plan/decided.ts";
import type { Ledger } from "../ports.ts";

/**
 * The plan with other ids for such changes. Events come at least once, late and out of order, so the same event may ask again
 * for what was undone since. A retry after a crash finds its change planned, and not settled, and keeps the id.
 */
export async function withUnusedIds(plan: Plan, ledger: Pick<Ledger, "settledAt">): Promise<Plan> {
  const ids = new Map(
    await inParallel(
      plan.changes,
      changesAtOnce,
      async (change) => [change.id, await unusedId(change, ledger)] as const,
    ),
  );
  const renamed = <C extends Change>(change: C): C => ({ ...change, id: ids.get(change.id) ?? change.id });
  return {
    ...plan,
    changes: plan.changes.map(renamed),
    updates: plan.updates.map((update) => ({ ...update, change: renamed(update.change) })),
  };
}

const changesAtOnce = 8;

async function unusedId(change: Change, ledger: Pick<Ledger, "settledAt">): Promise<string> {
  const settledAt = await ledger.settledAt(change);
  if (settledAt === undefined) return change.id;
  return unusedId({ ...change, id: nextChangeId(change.id, settledAt) }, ledger);
}
