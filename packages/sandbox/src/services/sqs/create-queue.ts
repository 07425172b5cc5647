import {
  type CreateQueueRequest,
  type CreateQueueResult,
  InvalidAttributeValue,
  QueueDeletedRecently,
  QueueNameExists,
} from "@aws-sdk/client-sqs";
import type { Sandbox } from "../../sandbox.ts";
import type { Call, Operation } from "../../service.ts";
import { attributeDefaults, checkAttributes, fifoDefaults } from "./attribute-rules.ts";
import { invalidParameter } from "./errors.ts";
import { findQueueByArn, queueArn, queueUrl } from "./find-queue.ts";
import { queueNamePermission } from "./permission.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import { deletedQueues, type Queue, queueStore } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue: Operation<CreateQueueRequest, CreateQueueResult> = {
  permissions: (input, call) => [queueNamePermission("CreateQueue", input.QueueName ?? "", call)],
  run(input, call) {
    const attributes = input.Attributes ?? {};
    const name = requireName(input.QueueName ?? "", attributes.FifoQueue === "true");
    const isFifo = name.endsWith(".fifo");
    checkAttributes(attributes, isFifo, call);
    const queues = queueStore(call.sandbox, call.place);
    const existing = queues.get(name);
    if (existing) return { QueueUrl: queueUrl(sameQueue(existing, attributes), call) };
    requireForgotten(name, call);
    checkRedrive(attributes.RedrivePolicy, isFifo, call.sandbox);
    const queue = newQueue(name, attributes, call);
    for (const [key, value] of Object.entries(input.tags ?? {})) queue.tags.set(key, value);
    queues.set(name, queue);
    return { QueueUrl: queueUrl(queue, call) };
  },
  trail: (input, output) => ({
    requestParameters: { queueName: input.QueueName, attributes: input.Attributes, tags: input.tags },
    responseElements: { queueUrl: output.QueueUrl },
  }),
};

/** The dead-letter queue must be there, and of the same type. @throws InvalidAttributeValue */
export function checkRedrive(text: string | undefined, isFifo: boolean, sandbox: Sandbox): void {
  const policy = readRedrivePolicy(text ?? "");
  if (!policy) return;
  const target = findQueueByArn(policy.deadLetterTargetArn, sandbox);
  if (target?.isFifo === isFifo) return;
  const reason = target
    ? "Dead-letter queue must be same type of queue as the source."
    : "Dead letter target does not exist.";
  const message = `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`;
  throw new InvalidAttributeValue({ message, $metadata: {} });
}

/** A name is free again a minute after its queue was deleted. @throws QueueDeletedRecently */
function requireForgotten(name: string, call: Call): void {
  const deleted = deletedQueues(call.sandbox, call.place).get(name);
  if (deleted === undefined || call.now.getTime() - deleted >= 60_000) return;
  const message =
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.";
  throw new QueueDeletedRecently({ message, $metadata: {} });
}

function requireName(name: string, isFifo: boolean): string {
  const isValid = /^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, "")) && name.length <= 80;
  if (isValid && name.endsWith(".fifo") === isFifo) return name;
  if (isValid && isFifo)
    throw invalidParameter(
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  throw invalidParameter(
    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
  );
}

function newQueue(name: string, attributes: Readonly<Record<string, string>>, call: Call): Queue {
  const isFifo = name.endsWith(".fifo");
  const defaults = { ...attributeDefaults, ...(isFifo && fifoDefaults) };
  return {
    name,
    arn: queueArn(name, call.place),
    place: call.place,
    isFifo,
    createdAt: call.now,
    modifiedAt: call.now,
    attributes: new Map(Object.entries({ ...defaults, ...attributes })),
    tags: new Map(),
    messages: [],
    turn: new Set(),
    seen: new Map(),
    listeners: new Set(),
  };
}

/** Creating a queue again answers with the one that is there, if nothing that was asked differs. */
function sameQueue(queue: Queue, attributes: Readonly<Record<string, string>>): Queue {
  const different = Object.keys(attributes).find((name) => queue.attributes.get(name) !== attributes[name]);
  if (different === undefined) return queue;
  const message = `A queue already exists with the same name and a different value for attribute ${different}`;
  throw new QueueNameExists({ message, $metadata: {} });
}
