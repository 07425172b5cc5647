/**
 * A batch from a FIFO queue, of which a part may fail.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import * as v from "valibot";

export interface QueueRecord {
  readonly id: string;
  readonly group: string;
  readonly body: string;
}

/** What is to be delivered again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** @throws ValiError on what SQS never sends. */
export function queueRecords(event: unknown): readonly QueueRecord[] {
  return v.parse(SqsEvent, event).Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    group: attributes.MessageGroupId,
    body,
  }));
}

/**
 * The groups side by side, each in its order. After a failure the rest of the group is left untouched and fails with it,
 * for it would be delivered again after what it must follow.
 */
export async function inGroups(
  records: readonly QueueRecord[],
  each: {
    readonly handle: (record: QueueRecord) => Promise<void>;
    readonly failed: (record: QueueRecord, error: unknown) => void;
  },
): Promise<BatchResponse> {
  const groups = Map.groupBy(records, ({ group }) => group);
  const failures = await Promise.all([...groups.values()].map((group) => unhandled(group, each)));
  return { batchItemFailures: failures.flat().map(({ id }) => ({ itemIdentifier: id })) };
}

async function unhandled(
  group: readonly QueueRecord[],
  { handle, failed }: Parameters<typeof inGroups>[1],
): Promise<readonly QueueRecord[]> {
  for (const [index, record] of group.entries()) {
    try {
      await handle(record);
    } catch (error) {
      failed(record, error);
      return group.slice(index);
    }
  }
  return [];
}

const SqsEvent = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      body: v.string(),
      attributes: v.object({ MessageGroupId: v.string() }),
    }),
  ),
});
