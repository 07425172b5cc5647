import { type DeleteQueueRequest, PurgeQueueInProgress, type PurgeQueueRequest } from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";
import { deletedQueues, type Queue, queueStore } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue: Operation<DeleteQueueRequest, void> = {
  permissions: (input, call) => [queuePermission("DeleteQueue", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    removeMessages(queue);
    queueStore(call.sandbox, queue.place).delete(queue.name);
    deletedQueues(call.sandbox, queue.place).set(queue.name, call.now.getTime());
  },
  trail: (input) => ({ requestParameters: { queueUrl: input.QueueUrl }, responseElements: null }),
};

/** What was sent is forgotten too. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue: Operation<PurgeQueueRequest, void> = {
  permissions: (input, call) => [queuePermission("PurgeQueue", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const purges = call.sandbox.store<Map<string, number>>("sqs:purges", () => new Map());
    const now = call.now.getTime();
    if (now - (purges.get(queue.arn) ?? Number.NEGATIVE_INFINITY) < purgeIntervalMs) {
      const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
      throw new PurgeQueueInProgress({ message, $metadata: {} });
    }
    purges.set(queue.arn, now);
    removeMessages(queue);
    queue.seen.clear();
  },
  trail: (input) => ({ requestParameters: { queueUrl: input.QueueUrl }, responseElements: null }),
};

const purgeIntervalMs = 60_000;

function removeMessages(queue: Queue): void {
  for (const message of queue.messages) message.stopTimer();
  queue.messages = [];
}
