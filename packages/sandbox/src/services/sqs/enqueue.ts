import { createHash } from "node:crypto";
import type { Sandbox } from "../../sandbox.ts";
import { checkMessage, type SentMessage } from "./message-rules.ts";
import type { Queue, Seen, StoredMessage } from "./state.ts";
import { hide, wake } from "./wake.ts";

/** Sent again within five minutes, a message of a FIFO queue is accepted and not delivered. */
const deduplicationMs = 300_000;

/**
 * Puts a message in the queue, or answers as for the one that it repeats. Asks no permission: services that deliver
 * ask before. @throws as `checkMessage`
 */
export function enqueue(message: SentMessage, queue: Queue, senderId: string, sandbox: Sandbox): Seen {
  checkMessage(message, queue);
  const key = deduplicationKey(message, queue);
  const now = sandbox.clock.now().getTime();
  const earlier = key === undefined ? undefined : queue.seen.get(key);
  if (earlier && earlier.until > now) return earlier;
  const stored = newMessage(message, queue, senderId, sandbox);
  const seen = { messageId: stored.id, sequenceNumber: stored.sequenceNumber, until: now + deduplicationMs };
  if (key !== undefined) queue.seen.set(key, seen);
  const delaySeconds = message.delaySeconds ?? Number(queue.attributes.get("DelaySeconds"));
  queue.messages.push(stored);
  hide(stored, queue, delaySeconds * 1000, sandbox);
  wake(queue);
  return seen;
}

/** The next number in a FIFO queue's sequence: 20 digits, growing over all groups. */
export function nextSequenceNumber(sandbox: Sandbox): string {
  const sequence = sandbox.store("sqs:sequence", () => ({ last: 18_849_496_460_467_696_127n }));
  sequence.last += 256n;
  return String(sequence.last).padStart(20, "0");
}

function newMessage(
  { body, attributes, traceHeader, groupId, deduplicationId }: SentMessage,
  queue: Queue,
  senderId: string,
  sandbox: Sandbox,
): StoredMessage {
  return {
    id: sandbox.ids.uuid(),
    body,
    attributes,
    traceHeader,
    senderId,
    groupId,
    deduplicationId: queue.isFifo ? (deduplicationId ?? contentHash(body)) : undefined,
    sequenceNumber: queue.isFifo ? nextSequenceNumber(sandbox) : undefined,
    sentAt: sandbox.clock.now(),
    deadLetterSourceArn: undefined,
    firstReceivedAt: undefined,
    receiveCount: 0,
    hiddenUntil: 0,
    stopTimer: () => {},
  };
}

function deduplicationKey({ body, groupId, deduplicationId }: SentMessage, queue: Queue): string | undefined {
  if (!queue.isFifo) return undefined;
  const id = deduplicationId ?? contentHash(body);
  return queue.attributes.get("DeduplicationScope") === "messageGroup" ? `${groupId} ${id}` : id;
}

function contentHash(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
