/** notices → the bus, and whoever reads: at once, or once all that one event did is known */
import { digestId, noticesIn } from "./notice/collected.ts";
import type { PendingNotice } from "./notice/ports.ts";
import { bySameEvent } from "./notice/same-event.ts";
import type { Announced, SendingProgress } from "./notify-receipts.ts";
import { sendAll } from "./notify-sending.ts";
import {
  busTarget,
  collecting,
  heard,
  type NotifyPorts,
  type NotifySettings,
  topicTarget,
} from "./notify-targets.ts";
import { forget, type Told, tellTargets } from "./tell-targets.ts";
import { unmutedNow } from "./unmuted.ts";

/** To the topic and to the bus. */
export async function notify(
  records: readonly Announced[],
  ports: NotifyPorts,
  settings: NotifySettings,
  progress: SendingProgress,
): Promise<Told> {
  const unmuted = unmutedNow(ports);
  const topic = topicTarget(ports, settings);
  const people = settings.collectMinutes === 0 ? heard(topic, unmuted) : collecting(topic, ports);
  return tellTargets(records, [people, busTarget(ports, unmuted)], ports, progress);
}

/**
 * Sends what has waited for long enough, with all else of the same event, however short that has waited. What could not be
 * sent waits on. What is muted by then is not sent.
 */
export async function notifyCollected(
  ports: NotifyPorts,
  settings: NotifySettings,
  progress: SendingProgress,
): Promise<Omit<Told, "again">> {
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
