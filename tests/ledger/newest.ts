import type { Ledger, RecordedChange } from "../../packages/core/src/ports.ts";

/** The newest changes in the ledger, first the newest. */
export async function newest(
  ledger: Pick<Ledger, "history">,
  count = Number.POSITIVE_INFINITY,
): Promise<readonly RecordedChange[]> {
  const changes: RecordedChange[] = [];
  for await (const page of ledger.history()) changes.push(...page.changes);
  return changes.slice(0, count);
}
