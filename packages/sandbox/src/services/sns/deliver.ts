import { invokeAsync } from "../../functions/invoke-async.ts";
import type { Sandbox } from "../../sandbox.ts";
import { enqueue } from "../sqs/enqueue.ts";
import { findQueueByArn } from "../sqs/find-queue.ts";
import { permissionOn } from "../sqs/permission.ts";
import { lambdaEvent, queueBody } from "./notification.ts";
import type { Subscription, Topic, TopicMessage } from "./state.ts";

/** Delivers to a queue or function; to one that is gone or that does not let SNS in, nothing comes, without complaint. */
export function deliverTo(
  subscription: Subscription,
  message: TopicMessage,
  topic: Topic,
  sandbox: Sandbox,
): void {
  if (subscription.protocol === "lambda") {
    invokeAsync(sandbox, subscription.endpoint, lambdaEvent(message, subscription));
    return;
  }
  const queue = findQueueByArn(subscription.endpoint, sandbox);
  const { place } = topic;
  const caller = { kind: "service", service: "sns.amazonaws.com", account: place.account } as const;
  const context = { "aws:SourceArn": topic.arn, "aws:SourceAccount": place.account };
  if (!queue) return;
  const decision = sandbox.decide({ ...permissionOn(queue, "SendMessage"), context }, { caller, place });
  if (decision.kind === "allowed")
    enqueue(bodyAndAttributes(subscription, message), queue, "AIDAISMY7JYY5F7RTT6AO", sandbox);
}

/** Raw delivery hands on text and attributes as they were published. https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
function bodyAndAttributes(subscription: Subscription, message: TopicMessage) {
  const isRaw = subscription.attributes.get("RawMessageDelivery") === "true";
  if (!isRaw) return { body: queueBody(message, subscription), attributes: {} };
  return { body: message.text, attributes: message.attributes };
}
