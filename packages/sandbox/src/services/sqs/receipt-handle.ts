import { ReceiptHandleIsInvalid } from "@aws-sdk/client-sqs";
import type { Queue, StoredMessage } from "./state.ts";

/** A handle for this receipt of the message: another one each time it is received. */
export function receiptHandle(message: StoredMessage, queue: Queue): string {
  return Buffer.from([queue.arn, message.id, message.receiveCount].join(" ")).toString("base64");
}

/** What a handle stands for; no message if that was deleted or received again since. @throws ReceiptHandleIsInvalid */
export function readReceiptHandle(handle: string | undefined, queue: Queue): StoredMessage | undefined {
  const [arn, id, count] = Buffer.from(handle ?? "", "base64")
    .toString()
    .split(" ");
  if (arn !== queue.arn || count === undefined) {
    const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new ReceiptHandleIsInvalid({ message, $metadata: {} });
  }
  return queue.messages.find((message) => message.id === id && String(message.receiveCount) === count);
}
