/**
 * A batch from a FIFO queue, of which a part may fail.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import * as v from "valibot";

export interface QueueRecord {
  readonly id: string;
  readonly group: string;
  /** The name of the queue that it is from. */
  readonly queue: string;
  readonly body: string;
  /** Names this delivery of the message. */
  readonly receipt: string;
  /** How often it was delivered, this time included. */
  readonly deliveries: number;
}

/** What is to be delivered again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** @throws ValiError on what SQS never sends. */
export function queueRecords(event: unknown): readonly QueueRecord[] {
  return v
    .parse(SqsEvent, event)
    .Records.map(({ messageId, body, receiptHandle, attributes, eventSourceARN }) => ({
      id: messageId,
      group: attributes.MessageGroupId,
      queue: eventSourceARN.slice(eventSourceARN.lastIndexOf(":") + 1),
      body,
      receipt: receiptHandle,
      deliveries: attributes.ApproximateReceiveCount,
    }));
}

/** The groups side by side, each at once with all of its records; `handle` answers with those that failed. */
export async function inGroups<Failed extends QueueRecord>(
  records: readonly QueueRecord[],
  handle: (group: readonly QueueRecord[]) => Promise<readonly Failed[]>,
): Promise<readonly Failed[]> {
  const groups = Map.groupBy(records, ({ group }) => group);
  return (await Promise.all([...groups.values()].map(handle))).flat();
}

export function batchResponse(failed: readonly QueueRecord[]): BatchResponse {
  return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
}

/**
 * Seconds until a record that failed is delivered again: at once at first, because its group waits with it, and at last every
 * five minutes. With `workDeliveriesMax` it is tried for more than half an hour.
 */
export function retryAfter({ deliveries }: QueueRecord): number {
  return Math.min(300, 2 ** deliveries);
}

const SqsEvent = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      receiptHandle: v.string(),
      body: v.string(),
      eventSourceARN: v.string(),
      attributes: v.object({
        MessageGroupId: v.string(),
        ApproximateReceiveCount: v.pipe(v.string(), v.transform(Number), v.integer()),
      }),
    }),
  ),
});
