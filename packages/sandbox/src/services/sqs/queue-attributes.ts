import {
  type GetQueueAttributesRequest,
  type GetQueueAttributesResult,
  InvalidAttributeName,
  type SetQueueAttributesRequest,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { checkAttributes } from "./attribute-rules.ts";
import { isAvailable, isInFlight } from "./availability.ts";
import { checkRedrive } from "./create-queue.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";
import type { Queue } from "./state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes: Operation<GetQueueAttributesRequest, GetQueueAttributesResult> = {
  permissions: (input, call) => [queuePermission("GetQueueAttributes", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const all = { ...Object.fromEntries(queue.attributes), ...measured(queue, call.now.getTime()) };
    const asked = new Set<string>(input.AttributeNames ?? []);
    checkNames(asked);
    const chosen = Object.entries(all).filter(([name]) => asked.has("All") || asked.has(name));
    return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
  },
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes: Operation<SetQueueAttributesRequest, void> = {
  permissions: (input, call) => [queuePermission("SetQueueAttributes", input.QueueUrl, call)],
  run(input, call) {
    const queue = requireQueue(input.QueueUrl, call);
    const { FifoQueue, ...attributes } = input.Attributes ?? {};
    checkAttributes(attributes, queue.isFifo, call);
    checkRedrive(attributes.RedrivePolicy, queue.isFifo, call.sandbox);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === "") queue.attributes.delete(name);
      else queue.attributes.set(name, value);
    }
    queue.modifiedAt = call.now;
  },
  trail: (input) => ({
    requestParameters: { queueUrl: input.QueueUrl, attributes: input.Attributes },
    responseElements: null,
  }),
};

/** What cannot be set. */
function measured(queue: Queue, now: number): Record<string, string> {
  const inFlight = queue.messages.filter((message) => isInFlight(message, now)).length;
  const waiting = queue.messages.filter((message) => isAvailable(message, now)).length;
  return {
    QueueArn: queue.arn,
    CreatedTimestamp: epochSeconds(queue.createdAt),
    LastModifiedTimestamp: epochSeconds(queue.modifiedAt),
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(queue.messages.length - inFlight - waiting),
  };
}

function checkNames(names: ReadonlySet<string>): void {
  const unknown = [...names].find((name) => !knownNames.has(name));
  if (unknown === undefined) return;
  throw new InvalidAttributeName({ message: `Unknown Attribute ${unknown}.`, $metadata: {} });
}

const knownNames = new Set(
  `All Policy VisibilityTimeout MaximumMessageSize MessageRetentionPeriod ApproximateNumberOfMessages
  ApproximateNumberOfMessagesNotVisible CreatedTimestamp LastModifiedTimestamp QueueArn
  ApproximateNumberOfMessagesDelayed DelaySeconds ReceiveMessageWaitTimeSeconds RedrivePolicy FifoQueue
  ContentBasedDeduplication KmsMasterKeyId KmsDataKeyReusePeriodSeconds DeduplicationScope FifoThroughputLimit
  RedriveAllowPolicy SqsManagedSseEnabled`.split(/\s+/),
);

function epochSeconds(date: Date): string {
  return String(Math.floor(date.getTime() / 1000));
}
