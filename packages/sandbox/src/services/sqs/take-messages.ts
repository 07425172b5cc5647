import type { Sandbox } from "../../sandbox.ts";
import { isAvailable } from "./availability.ts";
import { moveToDeadLetters } from "./dead-letters.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { Queue, StoredMessage } from "./state.ts";
import { hide } from "./wake.ts";

interface Ask {
  readonly max: number;
  readonly visibilityMs: number;
  /** Groups that a poller leaves alone. */
  readonly exceptGroups?: ReadonlySet<string>;
}

/**
 * Receives up to `max` messages, oldest first. In a FIFO queue a group with a message in flight gives none, and one
 * call may take several of a group, in order. Messages that were received too often go to the dead-letter queue instead.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function takeMessages(queue: Queue, ask: Ask, sandbox: Sandbox): readonly StoredMessage[] {
  const now = sandbox.clock.now().getTime();
  dropExpired(queue, now);
  const taken: StoredMessage[] = [];
  for (const message of receivable(queue, now, ask.exceptGroups)) {
    if (taken.length === ask.max) break;
    if (isSpent(message, queue) && moveToDeadLetters(message, queue, sandbox)) continue;
    taken.push(message);
  }
  for (const message of taken) {
    message.receiveCount += 1;
    message.firstReceivedAt ??= new Date(now);
    hide(message, queue, ask.visibilityMs, sandbox);
  }
  return taken;
}

function dropExpired(queue: Queue, now: number): void {
  const oldest = now - Number(queue.attributes.get("MessageRetentionPeriod")) * 1000;
  const expired = queue.messages.filter(({ sentAt }) => sentAt.getTime() < oldest);
  for (const message of expired) message.stopTimer();
  if (expired.length > 0) queue.messages = queue.messages.filter(({ sentAt }) => sentAt.getTime() >= oldest);
}

function receivable(
  queue: Queue,
  now: number,
  except: ReadonlySet<string> = new Set(),
): readonly StoredMessage[] {
  if (!queue.isFifo) return queue.messages.filter((message) => isAvailable(message, now));
  const hidden = queue.messages.filter((message) => !isAvailable(message, now));
  const blocked = new Set([...except, ...hidden.map(({ groupId }) => groupId ?? "")]);
  return queue.messages.filter(({ groupId = "" }) => !blocked.has(groupId));
}

function isSpent(message: StoredMessage, queue: Queue): boolean {
  const policy = readRedrivePolicy(queue.attributes.get("RedrivePolicy") ?? "");
  return policy !== undefined && message.receiveCount >= policy.maxReceiveCount;
}
