/** The queue of work. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues.html */
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { allSettled } from "../all-settled.ts";
import { Unavailable } from "../errors.ts";
import type { DeadNotices } from "../notice/ports.ts";
import { structuredOf } from "../notice/structured.ts";
import type { WorkQueue, WorkRetries } from "../ports.ts";
import { type BatchLimits, batchesOf } from "./batches.ts";
import type { Connection } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { type WorkMessage, workMessages } from "./work-message.ts";

/** The queue of what reached nobody: not a FIFO one. */
export function sqsDeadNotices(connection: Connection, { region, queueUrl }: QueuePlace): DeadNotices {
  const client = sqsClient(connection, region);
  const failed = { call: "sqs:SendMessage", resource: queueUrl };

  return {
    async bury(notice, target, why) {
      const MessageBody = JSON.stringify({ why, target, notice: structuredOf(notice) });
      await withAwsErrors(failed, () =>
        client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody })),
      );
    },
  };
}

interface QueuePlace {
  readonly region: string;
  readonly queueUrl: string;
}

/** The port to the queue; `region` is the queue's. In one line: no work is begun before the one before it is done. */
export function sqsWorkQueue(
  connection: Connection,
  { region, queueUrl }: QueuePlace,
  { inOneLine = false }: { readonly inOneLine?: boolean } = {},
): WorkQueue {
  const client = sqsClient(connection, region);
  const failed = { call: "sqs:SendMessage", resource: queueUrl };

  return {
    async send(work) {
      for (const batch of batchesOf(work.flatMap(workMessages), perBatch)) {
        const Entries = batch.map(({ body, group, deduplication }, index) => ({
          Id: String(index),
          MessageBody: body,
          MessageGroupId: inOneLine ? "sweep" : group,
          MessageDeduplicationId: deduplication,
        }));
        const { Failed = [] } = await withAwsErrors(failed, () =>
          client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries })),
        );
        if (Failed[0] !== undefined) throw new Unavailable(failed, new Error(Failed[0].Message));
      }
    },
  };
}

/** @see sqsWorkQueue https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export function sqsWorkRetries(connection: Connection, { region, queueUrl }: QueuePlace): WorkRetries {
  const client = sqsClient(connection, region);
  const failed = { call: "sqs:ChangeMessageVisibility", resource: queueUrl };

  return {
    async after(deliveries) {
      const changes = deliveries.map(({ receipt: ReceiptHandle, seconds: VisibilityTimeout }) =>
        withAwsErrors(failed, () =>
          client.send(
            new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout }),
          ),
        ),
      );
      await allSettled(changes);
    },
  };
}

/** Else the client calls the host in the queue's URL, wherever its endpoint was set to. */
function sqsClient(connection: Connection, region: string): SQSClient {
  return new SQSClient({ ...connection(region), useQueueUrlAsEndpoint: false });
}

/**
 * The size is the old quota for all messages of a batch together; the younger one is four times that.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const perBatch: BatchLimits<WorkMessage> = {
  entries: 10,
  size: 262_144,
  sizeOf: ({ body }) => Buffer.byteLength(body),
};
