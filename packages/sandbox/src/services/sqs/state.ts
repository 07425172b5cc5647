import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";

/** A queue as it is stored. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly isFifo: boolean;
  readonly createdAt: Date;
  modifiedAt: Date;
  /** As SetQueueAttributes takes them, defaults included. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Oldest first. */
  messages: StoredMessage[];
  /** The groups of a FIFO queue, the one whose turn it is first. */
  readonly turn: Set<string>;
  /** What FIFO deduplication has seen, by its key. */
  readonly seen: Map<string, Seen>;
  /** Called when a message may have become available. */
  readonly listeners: Set<() => void>;
}

/** A message as it is stored: waiting, delayed, or in flight. */
export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader: string | undefined;
  readonly senderId: string;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly sentAt: Date;
  /** The queue it was moved here from. */
  readonly deadLetterSourceArn: string | undefined;
  firstReceivedAt: Date | undefined;
  receiveCount: number;
  /** Until then it is delayed or in flight; epoch milliseconds. */
  hiddenUntil: number;
  /** Stops the timer that wakes the queue at `hiddenUntil`. */
  stopTimer: () => void;
}

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export interface Seen {
  readonly messageId: string;
  readonly sequenceNumber: string | undefined;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** The queues of that account in that Region, by name. */
export function queueStore(sandbox: Sandbox, place: Place): Map<string, Queue> {
  return sandbox.store(`sqs:${place.account}:${place.region}`, () => new Map());
}

/** When queues of that account in that Region were deleted, by name; epoch milliseconds. */
export function deletedQueues(sandbox: Sandbox, place: Place): Map<string, number> {
  return sandbox.store(`sqs:deleted:${place.account}:${place.region}`, () => new Map());
}
