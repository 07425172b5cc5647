/** Where messages go that were received too often without being deleted. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/**
 * Reads the text of the `RedrivePolicy` attribute; a count may be given as text. Undefined if it is none.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function readRedrivePolicy(text: string): RedrivePolicy | undefined {
  const { deadLetterTargetArn, maxReceiveCount } = parse(text);
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || !Number.isInteger(count) || count < 1 || count > 1000) {
    return undefined;
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

function parse(text: string): { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
