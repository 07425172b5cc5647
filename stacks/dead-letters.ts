/** Where events end that no function could take, after EventBridge and Lambda have tried. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { accepted } from "./accepted.ts";
import { atRest } from "./work-queue.ts";

/**
 * A standard queue: EventBridge takes no FIFO queue for the dead letters of a target.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadEvents(scope: Construct, key?: Key): Queue {
  const queue = new Queue(scope, "DeadEvents", {
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    ...atRest(key),
  });
  accepted(queue, { "AwsSolutions-SQS3": "It is the dead-letter queue of every rule and of the functions." });
  return queue;
}
