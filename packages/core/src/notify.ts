/** notices → the topic and the bus */
import { Refused } from "./errors.ts";
import type { Notice } from "./notice/notice.ts";
import type { DeadNotices, EventBus, Topic } from "./ports.ts";

/** The notices of one record of the stream; a record may announce nothing. */
export interface Announced {
  /** The record's. */
  readonly id: string;
  readonly notices: readonly Notice[];
}

export interface NotifyPorts {
  readonly topic: Topic;
  readonly bus: EventBus;
  readonly dead: DeadNotices;
}

/** What each target got of records that are not finished: kept between tries, so that no try repeats it. */
export type SendingProgress = Set<string>;

export interface Notified {
  /** How many notices went out now, to either target. */
  readonly sent: number;
  /** What each target cannot take now, the topic's first. */
  readonly failures: readonly Failure[];
  /** The first record that is to come again. */
  readonly again: string | undefined;
}

interface Failure {
  readonly record: string;
  readonly target: NoticeTarget;
  readonly error: unknown;
}

type NoticeTarget = "topic" | "bus";

/**
 * Each target by itself and in order: one that fails gets nothing more this time, and the other goes on. What a target
 * refuses for the notice's own sake is buried alone, because no other try would end otherwise.
 */
export async function notify(
  records: readonly Announced[],
  ports: NotifyPorts,
  progress: SendingProgress,
): Promise<Notified> {
  const [topic, bus] = await Promise.all([
    sendAll(records, { target: "topic", progress, ports }),
    sendAll(records, { target: "bus", progress, ports }),
  ]);
  const failures = [topic.failure, bus.failure].filter((each) => each !== undefined);
  const open = records.findIndex(({ id }) => failures.some(({ record }) => record === id));
  for (const { id, notices } of open < 0 ? records : records.slice(0, open)) {
    for (const key of keysOf(id, notices)) progress.delete(key);
  }
  return { sent: topic.sent + bus.sent, failures, again: records[open]?.id };
}

interface Sending {
  readonly target: NoticeTarget;
  readonly progress: SendingProgress;
  readonly ports: NotifyPorts;
}

async function sendAll(
  records: readonly Announced[],
  { target, progress, ports }: Sending,
): Promise<{ readonly sent: number; readonly failure?: Failure }> {
  let sent = 0;
  for (const { id: record, notices } of records) {
    for (const [index, notice] of notices.entries()) {
      const key = keyOf(record, index, target);
      if (progress.has(key)) continue;
      try {
        await sendOrBury(notice, target, ports);
      } catch (error) {
        return { sent, failure: { record, target, error } };
      }
      progress.add(key);
      sent += 1;
    }
  }
  return { sent };
}

async function sendOrBury(notice: Notice, target: NoticeTarget, ports: NotifyPorts): Promise<void> {
  try {
    await ports[target].publish(notice);
  } catch (error) {
    if (!isOfNotice(error)) throw error;
    await ports.dead.bury(notice, target, error.message);
  }
}

/**
 * Too long, or of a form that the target does not take. A permission, a topic or a key that is missing keeps every notice
 * waiting, until somebody mends it.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
 */
function isOfNotice(error: unknown): error is Refused {
  const said = error instanceof Refused && error.cause instanceof Error ? error.cause.name : "";
  return /^(?:InvalidParameter|Validation)/.test(said);
}

function keysOf(record: string, notices: readonly Notice[]): readonly string[] {
  return notices.flatMap((_, index) => [keyOf(record, index, "topic"), keyOf(record, index, "bus")]);
}

function keyOf(record: string, index: number, target: NoticeTarget): string {
  return `${record} ${index} ${target}`;
}
