import type { Sandbox } from "../../sandbox.ts";
import { nextSequenceNumber } from "./enqueue.ts";
import { findQueueByArn } from "./find-queue.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { Queue, StoredMessage } from "./state.ts";
import { wake } from "./wake.ts";

/**
 * Moves a message to the dead-letter queue, with its id, group and, in a standard queue, its age. False if that queue is gone.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function moveToDeadLetters(message: StoredMessage, from: Queue, sandbox: Sandbox): boolean {
  const policy = readRedrivePolicy(from.attributes.get("RedrivePolicy") ?? "");
  const to = policy && findQueueByArn(policy.deadLetterTargetArn, sandbox);
  if (!to) return false;
  message.stopTimer();
  from.messages = from.messages.filter((other) => other !== message);
  to.messages.push({
    ...message,
    sequenceNumber: to.isFifo ? nextSequenceNumber(sandbox) : undefined,
    sentAt: to.isFifo ? sandbox.clock.now() : message.sentAt,
    deadLetterSourceArn: from.arn,
    hiddenUntil: 0,
    stopTimer: () => {},
  });
  wake(to);
  return true;
}
