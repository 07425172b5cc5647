import type { Call, Permission } from "../../service.ts";
import { queueArn, requireQueue } from "./find-queue.ts";
import { type Queue, queueStore } from "./state.ts";

/** What SQS asks IAM about a queue. @throws QueueDoesNotExist */
export function queuePermission(action: string, url: string | undefined, call: Call): Permission {
  return permissionOn(requireQueue(url, call), action);
}

/** The same about a queue of the caller's account that may not be there. */
export function queueNamePermission(action: string, name: string, call: Call): Permission {
  const queue = queueStore(call.sandbox, call.place).get(name);
  if (queue) return permissionOn(queue, action);
  return {
    action: `sqs:${action}`,
    resource: queueArn(name, call.place),
    resourceAccount: call.place.account,
  };
}

/** The same about a queue in hand, for services that send to it: the queue's policy included. */
export function permissionOn(queue: Queue, action: string): Permission {
  const policy = queue.attributes.get("Policy");
  return {
    action: `sqs:${action}`,
    resource: queue.arn,
    resourceAccount: queue.place.account,
    ...(policy && { resourcePolicy: policy }),
  };
}
