import type { Sandbox } from "../../sandbox.ts";
import { isAvailable } from "./availability.ts";
import { moveToDeadLetters } from "./dead-letters.ts";
import { passTurn, receivableByGroup } from "./groups.ts";
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
 * Receives up to `max` messages, oldest first; from a FIFO queue group by group. Messages that were received too often go
 * to the dead-letter queue instead.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function takeMessages(queue: Queue, ask: Ask, sandbox: Sandbox): readonly StoredMessage[] {
  const now = sandbox.clock.now().getTime();
  dropExpired(queue, now);
  const taken: StoredMessage[] = [];
  for (const message of receivable(queue, now, ask.exceptGroups ?? new Set())) {
    if (taken.length === ask.max) break;
    if (isSpent(message, queue) && moveToDeadLetters(message, queue, sandbox)) continue;
    taken.push(message);
  }
  for (const message of taken) {
    message.receiveCount += 1;
    message.firstReceivedAt ??= new Date(now);
    hide(message, queue, ask.visibilityMs, sandbox);
  }
  passTurn(queue, taken);
  return taken;
}

function dropExpired(queue: Queue, now: number): void {
  const oldest = now - Number(queue.attributes.get("MessageRetentionPeriod")) * 1000;
  const expired = queue.messages.filter(({ sentAt }) => sentAt.getTime() < oldest);
  for (const message of expired) message.stopTimer();
  if (expired.length > 0) queue.messages = queue.messages.filter(({ sentAt }) => sentAt.getTime() >= oldest);
}

function receivable(queue: Queue, now: number, except: ReadonlySet<string>): readonly StoredMessage[] {
  if (queue.isFifo) return receivableByGroup(queue, now, except);
  return queue.messages.filter((message) => isAvailable(message, now));
}

function isSpent(message: StoredMessage, queue: Queue): boolean {
  const policy = readRedrivePolicy(queue.attributes.get("RedrivePolicy") ?? "");
  return policy !== undefined && message.receiveCount >= policy.maxReceiveCount;
}
