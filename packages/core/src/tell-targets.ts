/** records of the ledger's stream → each of those who are told, with a receipt for what was */
import type { DeadNotices } from "./notice/ports.ts";
import {
  type Announced,
  giveReceipts,
  learnReceipts,
  type ReceiptPorts,
  type SendingProgress,
} from "./notify-receipts.ts";
import { type Failure, sendAll } from "./notify-sending.ts";
import type { ToldTarget } from "./notify-targets.ts";

export interface Told {
  /** How many messages went out now, to any target. */
  readonly sent: number;
  /** What each target cannot take now, or has no receipt yet. */
  readonly failures: readonly Failure[];
  /** The first record that is to come again. */
  readonly again: string | undefined;
}

/**
 * Each target by itself and in order: one that fails gets nothing more this time, and the other goes on. What a target
 * refuses for the notice's own sake is buried alone, because no other try would end otherwise. One receipt says what was told.
 */
export async function tellTargets(
  records: readonly Announced[],
  targets: readonly ToldTarget[],
  ports: ReceiptPorts & { readonly dead: DeadNotices },
  progress: SendingProgress,
): Promise<Told> {
  await learnReceipts(records, ports, progress);
  const { sent, failures: refused } = await sendAll(records, targets, { ports, progress });
  const failures = [...refused, ...(await giveReceipts(records, ports, progress))];
  const open = records.findIndex(({ id }) => failures.some(({ record }) => record === id));
  for (const { id } of open < 0 ? records : records.slice(0, open)) forget(id, progress);
  return { sent, failures, again: records[open]?.id };
}

/** Of what is finished nothing needs to be known. */
export function forget(id: string, progress: SendingProgress): void {
  for (const key of progress) if (key.startsWith(`${id} `)) progress.delete(key);
}
