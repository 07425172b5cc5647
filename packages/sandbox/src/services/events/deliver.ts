import { invokeAsync } from "../../functions/invoke-async.ts";
import { invokePermission } from "../../functions/policy.ts";
import { functionStore } from "../../functions/state.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Permission } from "../../service.ts";
import { findTopic } from "../sns/find-topic.ts";
import { topicPermission } from "../sns/permission.ts";
import { publishToTopic } from "../sns/publish-to-topic.ts";
import { enqueue } from "../sqs/enqueue.ts";
import { findQueueByArn } from "../sqs/find-queue.ts";
import { permissionOn } from "../sqs/permission.ts";
import { keepUndelivered } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryFailure } from "./delivery-failure.ts";
import { forwardTo } from "./forward.ts";
import { isAllowed } from "./target-caller.ts";
import { targetInput } from "./target-input.ts";

/** Delivers the event, or puts it in the target's dead-letter queue with the reason why not. */
export async function deliver(delivery: Delivery, sandbox: Sandbox): Promise<void> {
  try {
    send(delivery, sandbox);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    keepUndelivered(delivery, error, sandbox);
  }
}

function send(delivery: Delivery, sandbox: Sandbox): void {
  const arn = delivery.target.Arn ?? "";
  const service = arn.split(":")[2];
  if (service !== "events") requireReach(arn, delivery);
  if (service === "lambda") sendToFunction(arn, delivery, sandbox);
  else if (service === "sqs") sendToQueue(arn, delivery, sandbox);
  else if (service === "sns") sendToTopic(arn, delivery, sandbox);
  else forwardTo(arn, delivery, sandbox);
}

/** With a role, the role's policies count as well as the function's. */
function sendToFunction(arn: string, delivery: Delivery, sandbox: Sandbox): void {
  const target = functionStore(sandbox).get(arn);
  if (target) requireAllowed(invokePermission(target), delivery, sandbox);
  invokeAsync(sandbox, arn, targetInput(delivery));
}

function sendToQueue(arn: string, delivery: Delivery, sandbox: Sandbox): void {
  const queue = findQueueByArn(arn, sandbox);
  if (!queue) throw new DeliveryFailure("NO_RESOURCE", "The specified queue does not exist.");
  requireAllowed(permissionOn(queue, "SendMessage"), delivery, sandbox);
  const groupId = delivery.target.SqsParameters?.MessageGroupId;
  const body = JSON.stringify(targetInput(delivery));
  enqueue({ body, attributes: {}, groupId }, queue, delivery.bus.place.account, sandbox);
}

function sendToTopic(arn: string, delivery: Delivery, sandbox: Sandbox): void {
  const topic = findTopic(arn, sandbox);
  if (!topic) throw new DeliveryFailure("NO_RESOURCE", "Topic does not exist");
  requireAllowed(topicPermission("Publish", topic), delivery, sandbox);
  publishToTopic(topic, { text: JSON.stringify(targetInput(delivery)), attributes: {} }, sandbox);
}

/** Other accounts' queues, topics and functions are reached with a role, in the rule's Region only. */
function requireReach(arn: string, { bus: { place }, rule, target }: Delivery): void {
  const [, , , region, account] = arn.split(":");
  if (region === place.region && (account === place.account || target.RoleArn !== undefined)) return;
  throw new DeliveryFailure("NO_PERMISSIONS", `Rule ${rule.name} does not reach ${arn}.`);
}

/** Functions, queues and topics let EventBridge in by their own policies. */
function requireAllowed(permission: Permission, delivery: Delivery, sandbox: Sandbox): void {
  if (isAllowed(permission, delivery, sandbox)) return;
  throw new DeliveryFailure(
    "NO_PERMISSIONS",
    `Rule ${delivery.rule.name} is not allowed to call ${permission.action} on ${permission.resource}.`,
  );
}
