/** Messages on their way back from a dead-letter queue, by the clock. */
import type { Sandbox } from "../../sandbox.ts";
import { isAvailable } from "./availability.ts";
import { nextSequenceNumber } from "./enqueue.ts";
import { findQueueByArn } from "./find-queue.ts";
import type { Queue, StoredMessage } from "./state.ts";
import { wake } from "./wake.ts";

export interface MoveTask {
  readonly id: string;
  readonly source: Queue;
  /** Undefined for where each message came from. */
  readonly destinationArn: string | undefined;
  readonly messagesPerSecond: number | undefined;
  readonly started: Date;
  readonly toMove: number;
  moved: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  failure: string | undefined;
}

/** The tasks of a queue, newest first. */
export function moveTasksOf(source: Queue, sandbox: Sandbox): MoveTask[] {
  return sandbox.store<MoveTask[]>(`sqs:move-tasks:${source.arn}`, () => []);
}

/** Moves the messages that wait, all at once or so many a second, the first at once. */
export function runMoveTask(task: MoveTask, sandbox: Sandbox): void {
  const step = () => {
    if (task.status !== "RUNNING") return;
    const perStep = task.messagesPerSecond === undefined ? task.source.messages.length : 1;
    for (const message of waiting(task.source, sandbox).slice(0, perStep)) move(message, task, sandbox);
    if (task.status !== "RUNNING") return;
    if (task.moved >= task.toMove || waiting(task.source, sandbox).length === 0) task.status = "COMPLETED";
    else sandbox.clock.after(1000 / (task.messagesPerSecond ?? 1), step);
  };
  sandbox.clock.after(0, step);
}

/** How many messages could be moved now. */
export function waiting({ messages }: Queue, sandbox: Sandbox): readonly StoredMessage[] {
  const now = sandbox.clock.now().getTime();
  return messages.filter((message) => isAvailable(message, now));
}

/** A message that was moved is a new one, with its body, attributes, group and deduplication id. */
function move(message: StoredMessage, task: MoveTask, sandbox: Sandbox): void {
  if (task.status !== "RUNNING") return;
  const to = findQueueByArn(task.destinationArn ?? message.deadLetterSourceArn ?? "", sandbox);
  if (!to) {
    task.status = "FAILED";
    task.failure = "AWS.SimpleQueueService.NonExistentQueue";
    return;
  }
  message.stopTimer();
  task.source.messages = task.source.messages.filter((other) => other !== message);
  to.messages.push({
    ...message,
    id: sandbox.ids.uuid(),
    sequenceNumber: to.isFifo ? nextSequenceNumber(sandbox) : undefined,
    sentAt: sandbox.clock.now(),
    deadLetterSourceArn: undefined,
    firstReceivedAt: undefined,
    receiveCount: 0,
    hiddenUntil: 0,
    stopTimer: () => {},
  });
  task.moved += 1;
  wake(to);
}
