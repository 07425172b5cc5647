/** notices → the bus, and whoever reads: at once, or once all that one event did is known */
import { digestId, noticesIn } from "./notice/collected.ts";
import type { PendingNotice } from "./notice/ports.ts";
import { bySameEvent } from "./notice/same-event.ts";
import { type Announced, giveReceipts, learnReceipts, type SendingProgress } from "./notify-receipts.ts";
import { type Failure, sendAll } from "./notify-sending.ts";
import {
  busTarget,
  collecting,
  heard,
  type NotifyPorts,
  type NotifySettings,
  topicTarget,
} from "./notify-targets.ts";
import { unmutedNow } from "./unmuted.ts";

export interface Notified {
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
export async function notify(
  records: readonly Announced[],
  ports: NotifyPorts,
  settings: NotifySettings,
  progress: SendingProgress,
): Promise<Notified> {
  const unmuted = unmutedNow(ports);
  const topic = topicTarget(ports, settings);
  const people = settings.collectMinutes === 0 ? heard(topic, unmuted) : collecting(topic, ports);
  const targets = [people, busTarget(ports, unmuted)];
  await learnReceipts(records, ports, progress);
  const { sent, failures: refused } = await sendAll(records, targets, { ports, progress });
  const failures = [...refused, ...(await giveReceipts(records, ports, progress))];
  const open = records.findIndex(({ id }) => failures.some(({ record }) => record === id));
  for (const { id } of open < 0 ? records : records.slice(0, open)) forget(id, progress);
  return { sent, failures, again: records[open]?.id };
}

/**
 * Sends what has waited for long enough, with all else of the same event, however short that has waited. What could not be
 * sent waits on. What is muted by then is not sent.
 */
export async function notifyCollected(
  ports: NotifyPorts,
  settings: NotifySettings,
  progress: SendingProgress,
): Promise<Omit<Notified, "again">> {
  const before = ports.clock.now().getTime() - settings.collectMinutes * 60_000;
  const isDue = ({ since }: PendingNotice) => Date.parse(since) <= before;
  const all = await ports.pending.all();
  const sendable = new Set(
    await unmutedNow(ports)(
      all.map(({ notice }) => notice),
      "people",
    ),
  );
  await ports.pending.remove(
    all.filter((each) => isDue(each) && !sendable.has(each.notice)).map(({ id }) => id),
  );
  const due = bySameEvent(all.filter(({ notice }) => sendable.has(notice))).filter((event) =>
    event.some(isDue),
  );
  const events = due.map((waiting) => ({
    id: digestId(waiting),
    waiting,
    notices: noticesIn(waiting),
    to: ["topic"] as const,
  }));
  const { sent, failures } = await sendAll(events, [topicTarget(ports, settings)], { ports, progress });
  for (const { id, waiting } of events) {
    if (failures.some(({ record }) => record === id)) break;
    await ports.pending.remove(waiting.map((each) => each.id));
    forget(id, progress);
  }
  return { sent, failures };
}

function forget(id: string, progress: SendingProgress): void {
  for (const key of progress) if (key.startsWith(`${id} `)) progress.delete(key);
}
