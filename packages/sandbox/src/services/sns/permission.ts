import type { Call, Permission } from "../../service.ts";
import { topicArn } from "./find-topic.ts";
import type { Topic } from "./state.ts";

/** What SNS asks IAM about a topic, its policy included. */
export function topicPermission(action: string, topic: Topic): Permission {
  const policy = topic.attributes.get("Policy");
  return {
    action: `sns:${action}`,
    resource: topic.arn,
    resourceAccount: topic.place.account,
    ...(policy && { resourcePolicy: policy }),
  };
}

/** What SNS asks IAM about a topic of the caller that need not be there. */
export function topicNamePermission(action: string, name: string, call: Call): Permission {
  return {
    action: `sns:${action}`,
    resource: topicArn(name, call),
    resourceAccount: call.place.account,
  };
}
