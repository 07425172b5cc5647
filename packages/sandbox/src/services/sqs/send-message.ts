import {
  BatchRequestTooLong,
  type SendMessageBatchRequest,
  type SendMessageBatchResult,
  type SendMessageRequest,
  type SendMessageResult,
} from "@aws-sdk/client-sqs";
import type { Call, Operation } from "../../service.ts";
import { runBatch } from "./batch.ts";
import { attributesMd5, bodyMd5 } from "./digest.ts";
import { enqueue } from "./enqueue.ts";
import { invalidParameter } from "./errors.ts";
import { requireQueue } from "./find-queue.ts";
import { messageBytes, requireDeduplication, type SentMessage } from "./message-rules.ts";
import { queuePermission } from "./permission.ts";
import type { Queue } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage: Operation<SendMessageRequest, SendMessageResult> = {
  permissions: (input, call) => [queuePermission("SendMessage", input.QueueUrl, call)],
  run: (input, call) => send(input, requireQueue(input.QueueUrl, call), call),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch: Operation<SendMessageBatchRequest, SendMessageBatchResult> = {
  permissions: (input, call) => [queuePermission("SendMessage", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const sizes = (input.Entries ?? []).map((entry) => messageBytes(outgoing(entry)));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes > batchBytesMax) {
      const message = `Batch requests cannot be longer than ${batchBytesMax} bytes. You have sent ${bytes} bytes.`;
      throw new BatchRequestTooLong({ message, $metadata: {} });
    }
    requireFifoIds(input.Entries ?? [], queue);
    return runBatch(input.Entries, (entry) => send(entry, queue, call));
  },
};

/** A batch that lacks a group or a deduplication id fails whole. @throws InvalidParameterValue */
function requireFifoIds(entries: readonly Entry[], queue: Queue): void {
  if (!queue.isFifo) return;
  if (entries.some(({ MessageGroupId }) => MessageGroupId === undefined)) {
    throw invalidParameter("The request must contain the parameter MessageGroupId.");
  }
  for (const { MessageDeduplicationId } of entries) requireDeduplication(MessageDeduplicationId, queue);
}

const batchBytesMax = 1_048_576;

type Entry = Omit<SendMessageRequest, "QueueUrl">;

function send(entry: Entry, queue: Queue, call: Call) {
  const message = outgoing(entry);
  const sent = enqueue(message, queue, senderId(call), call.sandbox);
  const attributesDigest = attributesMd5(message.attributes);
  const systemDigest = attributesMd5(entry.MessageSystemAttributes ?? {});
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: bodyMd5(message.body),
    ...(attributesDigest && { MD5OfMessageAttributes: attributesDigest }),
    ...(systemDigest && { MD5OfMessageSystemAttributes: systemDigest }),
    ...(sent.sequenceNumber && { SequenceNumber: sent.sequenceNumber }),
  };
}

function outgoing(entry: Entry): SentMessage {
  return {
    body: entry.MessageBody ?? "",
    attributes: entry.MessageAttributes ?? {},
    traceHeader: entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
    delaySeconds: entry.DelaySeconds,
    groupId: entry.MessageGroupId,
    deduplicationId: entry.MessageDeduplicationId,
  };
}

/** The caller as `SenderId` shows it: the account, or the id of the session. */
function senderId({ caller }: Call): string {
  if (caller.kind !== "role") return caller.account;
  return `AROAEXAMPLEEXAMPLE000:${caller.arn.split("/").at(-1)}`;
}
