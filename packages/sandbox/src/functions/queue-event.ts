import { attributesMd5, bodyMd5 } from "../services/sqs/digest.ts";
import type { MessageAttributes, Queue, StoredMessage } from "../services/sqs/state.ts";
import { systemAttributes } from "../services/sqs/system-attributes.ts";

interface Received {
  readonly message: StoredMessage;
  readonly handle: string;
}

/** What a function gets from a queue. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function queueEvent(batch: readonly Received[], queue: Queue) {
  return { Records: batch.map((received) => recordOf(received, queue)) };
}

function recordOf({ message, handle }: Received, queue: Queue) {
  const digest = attributesMd5(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: handle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: typedValues(message.attributes),
    md5OfBody: bodyMd5(message.body),
    ...(digest && { md5OfMessageAttributes: digest }),
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: queue.place.region,
  };
}

function typedValues(attributes: MessageAttributes) {
  const typed = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const value = BinaryValue
      ? { binaryValue: Buffer.from(BinaryValue).toString("base64") }
      : { stringValue: StringValue };
    return [name, { ...value, stringListValues: [], binaryListValues: [], dataType: DataType }] as const;
  });
  return Object.fromEntries(typed);
}
