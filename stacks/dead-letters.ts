/** Where events end that no function could take, after EventBridge and Lambda have tried. */
import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/**
 * A standard queue: EventBridge takes no FIFO queue for the dead letters of a target.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadEvents(scope: Construct): Queue {
  return new Queue(scope, "DeadEvents", { enforceSSL: true, retentionPeriod: Duration.days(14) });
}
