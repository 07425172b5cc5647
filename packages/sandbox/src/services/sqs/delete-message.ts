import type {
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { isInFlight } from "./availability.ts";
import { runBatch } from "./batch.ts";
import { invalidParameter } from "./errors.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";
import { readReceiptHandle } from "./receipt-handle.ts";
import type { Queue, StoredMessage } from "./state.ts";
import { wake } from "./wake.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage: Operation<DeleteMessageRequest, void> = {
  permissions: (input, call) => [queuePermission("DeleteMessage", input.QueueUrl, call)],
  run: (input, call) => deleteByHandle(input.ReceiptHandle, requireQueue(input.QueueUrl, call), call.now),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch: Operation<DeleteMessageBatchRequest, DeleteMessageBatchResult> = {
  permissions: (input, call) => [queuePermission("DeleteMessage", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    return runBatch(input.Entries, (entry) => {
      deleteByHandle(entry.ReceiptHandle, queue, call.now);
      return {};
    });
  },
};

/** Takes a message out of the queue, which may free the rest of its group. */
function removeMessage(message: StoredMessage, queue: Queue): void {
  message.stopTimer();
  queue.messages = queue.messages.filter((other) => other !== message);
  if (queue.isFifo) wake(queue);
}

/**
 * Deletes by a handle; one that is not the latest deletes nothing, without complaint. False in a FIFO queue if the
 * visibility timeout is over: the message will be received again.
 */
export function deleteReceived(handle: string | undefined, queue: Queue, now: Date): boolean {
  const message = readReceiptHandle(handle, queue);
  if (message && queue.isFifo && !isInFlight(message, now.getTime())) return false;
  if (message) removeMessage(message, queue);
  return true;
}

function deleteByHandle(handle: string | undefined, queue: Queue, now: Date): void {
  if (deleteReceived(handle, queue, now)) return;
  throw invalidParameter(
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  );
}
