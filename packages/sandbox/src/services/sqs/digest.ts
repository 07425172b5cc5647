import { createHash } from "node:crypto";
import type { MessageAttributes } from "./state.ts";

/** MD5 of a message body, in hexadecimal. */
export function bodyMd5(body: string): string {
  return createHash("md5").update(body).digest("hex");
}

/**
 * MD5 of message attributes, in hexadecimal; none without attributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  for (const name of names) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] ?? {};
    hash.update(withLength(name)).update(withLength(DataType));
    hash.update(Uint8Array.of(BinaryValue ? 2 : 1)).update(withLength(BinaryValue ?? StringValue ?? ""));
  }
  return hash.digest("hex");
}

function withLength(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
