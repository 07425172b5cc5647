import type { Sandbox } from "../../sandbox.ts";
import type { Call, Place } from "../../service.ts";
import { missingParameter, queueDoesNotExist } from "./errors.ts";
import { type Queue, queueStore } from "./state.ts";

/** The queue that the URL names. @throws QueueDoesNotExist, MissingParameter */
export function requireQueue(url: string | undefined, call: Call): Queue {
  if (!url) throw missingParameter("QueueUrl");
  const [account = "", name = ""] = url.split("/").slice(-2);
  const queue = queueStore(call.sandbox, { ...call.place, account }).get(name);
  if (queue) return queue;
  throw queueDoesNotExist();
}

/** The queue with that ARN. */
export function findQueueByArn(arn: string, sandbox: Sandbox): Queue | undefined {
  const [, partition = "", service, region = "", account = "", name = ""] = arn.split(":");
  if (service !== "sqs") return undefined;
  return queueStore(sandbox, { partition, region, account }).get(name);
}

/** `arn:aws:sqs:eu-central-1:111122223333:name` */
export function queueArn(name: string, { partition, region, account }: Place): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}

/**
 * `https://sqs.eu-central-1.amazonaws.com/111122223333/name`; over a socket at the sandbox's own address, because SDKs send
 * to the host of a queue's URL, whatever endpoint they were given.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
 */
export function queueUrl({ name, place }: Queue, { endpoint }: Pick<Call, "endpoint">): string {
  const domain = domains[place.partition] ?? "amazonaws.com";
  return `${endpoint ?? `https://sqs.${place.region}.${domain}`}/${place.account}/${name}`;
}

/** The `dnsSuffix` of each partition in the SDKs' `partitions.json`. */
const domains: Readonly<Record<string, string>> = {
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
};
