import type { Message, ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { attributesMd5, bodyMd5 } from "./digest.ts";
import { invalidParameter } from "./errors.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";
import { receiptHandle } from "./receipt-handle.ts";
import type { MessageAttributes, Queue, StoredMessage } from "./state.ts";
import { systemAttributes } from "./system-attributes.ts";
import { takeMessages } from "./take-messages.ts";
import { waitForMessage } from "./wait-for-message.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveMessage: Operation<ReceiveMessageRequest, ReceiveMessageResult> = {
  permissions: (input, call) => [queuePermission("ReceiveMessage", input.QueueUrl, call)],
  async run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const ask = readAsk(input, queue);
    const take = () => takeMessages(queue, ask, call.sandbox);
    const found = take();
    const messages =
      found.length > 0 || ask.waitMs === 0 ? found : await waitForMessage(queue, take, ask.waitMs, call);
    return messages.length > 0 ? { Messages: messages.map((message) => shown(message, queue, input)) } : {};
  },
};

function readAsk(input: ReceiveMessageRequest, queue: Queue) {
  const max = within("MaxNumberOfMessages", input.MaxNumberOfMessages ?? 1, 1, 10);
  const defaultTimeout = Number(queue.attributes.get("VisibilityTimeout"));
  const visibility = within("VisibilityTimeout", input.VisibilityTimeout ?? defaultTimeout, 0, 43_200);
  const defaultWait = Number(queue.attributes.get("ReceiveMessageWaitTimeSeconds"));
  const wait = within("WaitTimeSeconds", input.WaitTimeSeconds ?? defaultWait, 0, 20);
  return { max, visibilityMs: visibility * 1000, waitMs: wait * 1000 };
}

function within(parameter: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidParameter(
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

function shown(message: StoredMessage, queue: Queue, input: ReceiveMessageRequest): Message {
  const asked: readonly string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => asked.includes("All") || asked.includes(name),
  );
  const attributes = askedFor(message.attributes, input.MessageAttributeNames ?? []);
  const digest = attributesMd5(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(message, queue),
    Body: message.body,
    MD5OfBody: bodyMd5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest && { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
  };
}

/** By name, `All`, or everything under a prefix: `price.*`. */
function askedFor(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isAsked = (name: string) =>
    names.some((asked) =>
      asked.endsWith(".*") ? name.startsWith(asked.slice(0, -1)) : asked === "All" || asked === name,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isAsked(name)));
}
