import type { Sandbox } from "../../sandbox.ts";
import { enqueue } from "../sqs/enqueue.ts";
import { findQueueByArn } from "../sqs/find-queue.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryFailure } from "./delivery-failure.ts";

/**
 * Puts an event in its target's dead-letter queue; without one it is gone.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function keepUndelivered(
  { event, target, rule, bus }: Delivery,
  error: Error,
  sandbox: Sandbox,
): void {
  const queue = findQueueByArn(target.DeadLetterConfig?.Arn ?? "", sandbox);
  if (!queue) return;
  const attributes = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.Arn ?? "",
    ERROR_CODE: error instanceof DeliveryFailure ? error.code : "SDK_CLIENT_ERROR",
    ERROR_MESSAGE: error.message,
  };
  const typed = Object.entries(attributes).map(([name, StringValue]) => [
    name,
    { DataType: "String", StringValue },
  ]);
  const message = { body: JSON.stringify(event), attributes: Object.fromEntries(typed) };
  enqueue(message, queue, bus.place.account, sandbox);
}
