import { InvalidMessageContents } from "@aws-sdk/client-sqs";
import { invalidParameter, missingParameter } from "./errors.ts";
import type { MessageAttributes, Queue } from "./state.ts";

/** A message as senders give it. */
export interface SentMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly traceHeader?: string | undefined;
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
}

/**
 * What SQS takes. @throws InvalidParameterValue, MissingParameter, InvalidMessageContents
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function checkMessage(message: SentMessage, queue: Queue): void {
  if (message.body === "") throw missingParameter("MessageBody");
  checkCharacters(message.body);
  checkAttributes(message.attributes);
  const bytesMax = Number(queue.attributes.get("MaximumMessageSize"));
  if (messageBytes(message) > bytesMax) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    );
  }
  checkDelay(message.delaySeconds, queue.isFifo);
  if (queue.isFifo) checkFifo(message, queue);
  else if (message.deduplicationId !== undefined)
    throw notForThisType("MessageDeduplicationId", message.deduplicationId);
}

/** Body and attributes count towards the limit: names, types and values. */
export function messageBytes({ body, attributes }: SentMessage): number {
  const sizes = Object.entries(attributes).map(
    ([name, { DataType = "", StringValue, BinaryValue }]) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(BinaryValue ?? StringValue ?? ""),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

function checkCharacters(body: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are refused
  if (!/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(body) && body.isWellFormed()) return;
  throw new InvalidMessageContents({
    message:
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    $metadata: {},
  });
}

const attributesMax = 10;

function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > attributesMax) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${attributesMax}].`,
    );
  }
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    if (!DataType)
      throw invalidParameter(
        `The message attribute '${name}' must contain non-empty message attribute type.`,
      );
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
      throw invalidParameter(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    if (value === undefined || value.length === 0) {
      throw invalidParameter(
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
      );
    }
  }
}

function checkDelay(seconds: number | undefined, isFifo: boolean): void {
  if (seconds === undefined) return;
  if (isFifo && seconds > 0) throw notForThisType("DelaySeconds", String(seconds));
  if (seconds >= 0 && seconds <= 900) return;
  throw invalidParameter(
    `Value ${seconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
  );
}

function checkFifo({ groupId, deduplicationId }: SentMessage, queue: Queue): void {
  if (groupId === undefined) throw missingParameter("MessageGroupId");
  checkId("MessageGroupId", groupId);
  if (deduplicationId !== undefined) checkId("MessageDeduplicationId", deduplicationId);
  requireDeduplication(deduplicationId, queue);
}

/** @throws InvalidParameterValue if nothing tells a message from its repetition */
export function requireDeduplication(id: string | undefined, { attributes }: Queue): void {
  if (id !== undefined || attributes.get("ContentBasedDeduplication") === "true") return;
  throw invalidParameter(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}

function checkId(parameter: string, value: string): void {
  if (/^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/.test(value)) return;
  throw invalidParameter(
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function notForThisType(parameter: string, value: string) {
  return invalidParameter(
    `Value ${value} for parameter ${parameter} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}
