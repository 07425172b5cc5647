import { invokeAsync } from "../../functions/invoke-async.ts";
import { invokePermission } from "../../functions/policy.ts";
import { functionStore } from "../../functions/state.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Permission } from "../../service.ts";
import { enqueue } from "../sqs/enqueue.ts";
import { findQueueByArn } from "../sqs/find-queue.ts";
import { permissionOn } from "../sqs/permission.ts";
import { lambdaEvent, queueBody } from "./notification.ts";
import type { Subscription, Topic, TopicMessage } from "./state.ts";

/** Delivers to a queue or function; to one that is gone, that does not let SNS in or that has not confirmed, nothing comes, without complaint. */
export function deliverTo(
  subscription: Subscription,
  message: TopicMessage,
  topic: Topic,
  sandbox: Sandbox,
): void {
  if (subscription.pending) return;
  const { place } = topic;
  const isAllowed = (permission: Permission) => {
    const caller = { kind: "service", service: "sns.amazonaws.com", account: place.account } as const;
    const context = { "aws:SourceArn": topic.arn, "aws:SourceAccount": place.account };
    return sandbox.decide({ ...permission, context }, { caller, place }).kind === "allowed";
  };
  if (subscription.protocol === "lambda") {
    const target = functionStore(sandbox).get(subscription.endpoint);
    if (target && isAllowed(invokePermission(target)))
      invokeAsync(sandbox, subscription.endpoint, lambdaEvent(message, subscription));
    return;
  }
  const queue = findQueueByArn(subscription.endpoint, sandbox);
  if (queue && isAllowed(permissionOn(queue, "SendMessage")))
    enqueue(bodyAndAttributes(subscription, message), queue, "AIDAISMY7JYY5F7RTT6AO", sandbox);
}

/** Raw delivery hands on text and attributes as they were published. https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
function bodyAndAttributes(subscription: Subscription, message: TopicMessage) {
  const isRaw = subscription.attributes.get("RawMessageDelivery") === "true";
  if (!isRaw) return { body: queueBody(message, subscription), attributes: {} };
  return { body: message.text, attributes: message.attributes };
}
