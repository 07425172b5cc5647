import type { StoredMessage } from "./state.ts";

/** What SQS says of a received message: timestamps in epoch milliseconds, and the FIFO ids. */
export function systemAttributes(message: StoredMessage): Readonly<Record<string, string>> {
  const { traceHeader, sequenceNumber, groupId, deduplicationId, deadLetterSourceArn } = message;
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt.getTime()),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String((message.firstReceivedAt ?? message.sentAt).getTime()),
    ...(sequenceNumber && { SequenceNumber: sequenceNumber }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(traceHeader && { AWSTraceHeader: traceHeader }),
    ...(deadLetterSourceArn && { DeadLetterQueueSourceArn: deadLetterSourceArn }),
  };
}
