import { InvalidAttributeName, InvalidAttributeValue } from "@aws-sdk/client-sqs";
import { policyFaults } from "../../policy-faults.ts";
import type { Call } from "../../service.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";

type Rule = (value: string, call: Pick<Call, "sandbox">) => boolean;

/**
 * Attributes that can be set, with what they may be.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const settable: Readonly<Record<string, Rule>> = {
  DelaySeconds: wholeNumber(0, 900),
  MaximumMessageSize: wholeNumber(1024, 1_048_576),
  MessageRetentionPeriod: wholeNumber(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: wholeNumber(0, 20),
  VisibilityTimeout: wholeNumber(0, 43_200),
  KmsDataKeyReusePeriodSeconds: wholeNumber(60, 86_400),
  KmsMasterKeyId: () => true,
  SqsManagedSseEnabled: isBoolean,
  Policy: (value, call) =>
    value === "" || policyFaults(value, "resource", call, { service: "sqs" })?.length === 0,
  RedrivePolicy: (value) => value === "" || readRedrivePolicy(value) !== undefined,
  RedriveAllowPolicy: (value) => value === "" || isObjectText(value),
};

const fifoOnly: Readonly<Record<string, Rule>> = {
  FifoQueue: isBoolean,
  ContentBasedDeduplication: isBoolean,
  DeduplicationScope: oneOf("messageGroup", "queue"),
  FifoThroughputLimit: oneOf("perQueue", "perMessageGroupId"),
};

/** What a queue has that was created without attributes. */
export const attributeDefaults: Readonly<Record<string, string>> = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
  SqsManagedSseEnabled: "true",
};

/** What a FIFO queue has besides. */
export const fifoDefaults: Readonly<Record<string, string>> = {
  FifoQueue: "true",
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

/** @throws InvalidAttributeName, InvalidAttributeValue */
export function checkAttributes(
  attributes: Readonly<Record<string, string>>,
  isFifo: boolean,
  call: Pick<Call, "sandbox">,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = settable[name] ?? (isFifo ? fifoOnly[name] : undefined);
    if (!rule) throw new InvalidAttributeName({ message: `Unknown Attribute ${name}.`, $metadata: {} });
    if (rule(value, call)) continue;
    const message = `Invalid value for the parameter ${name}.`;
    throw new InvalidAttributeValue({ message, $metadata: {} });
  }
}

function wholeNumber(min: number, max: number) {
  return (value: string) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
}

function oneOf(...values: readonly string[]) {
  return (value: string) => values.includes(value);
}

function isBoolean(value: string): boolean {
  return value === "true" || value === "false";
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
