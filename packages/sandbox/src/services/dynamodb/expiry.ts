import type { Call } from "../../service.ts";
import { databaseOf, type Item, type Table } from "./state.ts";

/** Items that expired longer ago than this are left alone. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const yearsMax = 5;

/**
 * Has `remove` called when the item's time to live is over. DynamoDB takes up to a few days for it; here it is at once.
 */
export function expireInTime(
  table: Table,
  key: Item,
  item: Item | undefined,
  { sandbox, place }: Pick<Call, "sandbox" | "place">,
  remove: () => Promise<void>,
): void {
  const id = JSON.stringify(key);
  table.expiryTimers.get(id)?.();
  table.expiryTimers.delete(id);
  const dueMs = expiryOf(item, table);
  if (dueMs === undefined) return;
  const waitMs = dueMs - sandbox.clock.now().getTime();
  if (waitMs < -yearsMax * 365 * 86_400_000) return;
  const stop = sandbox.clock.after(waitMs, () => {
    table.expiryTimers.delete(id);
    return databaseOf(sandbox, place).exclusive(remove);
  });
  table.expiryTimers.set(id, stop);
}

/** Epoch milliseconds, from the item's attribute in epoch seconds. */
function expiryOf(item: Item | undefined, { timeToLive }: Table): number | undefined {
  const value = timeToLive && item?.[timeToLive.attributeName];
  const isNumber = typeof value === "object" && value !== null && "N" in value;
  return isNumber ? Number(value.N) * 1000 : undefined;
}
