import { type Answer, firstAnswer, policyFaults } from "../../policy-faults.ts";
import type { Call } from "../../service.ts";
import { invalidParameter } from "./errors.ts";

const settable = new Set([
  "Policy",
  "DisplayName",
  "KmsMasterKeyId",
  "DeliveryPolicy",
  "TracingConfig",
  "SignatureVersion",
]);

/** What can be set on a topic. @throws InvalidParameterException */
export function checkTopicAttribute(name: string, value: string, call: Pick<Call, "sandbox">): void {
  if (!settable.has(name)) throw invalidParameter("AttributeName");
  if (name === "DisplayName" && value.length > 100) throw invalidParameter("DisplayName Reason: Too long");
  if (name === "Policy") checkPolicy(value, call);
}

function checkPolicy(text: string, call: Pick<Call, "sandbox">): void {
  const faults = policyFaults(text, "resource", call, { service: "sns", actions: topicActions });
  if (faults?.length === 0) return;
  throw invalidParameter(firstAnswer(faults ?? [], answers) ?? "Policy Error: null");
}

/**
 * "Policy statement action out of service scope!" is what AWS says to any other, `SNS:*` too.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
 */
const topicActions = [
  "AddPermission",
  "DeleteTopic",
  "GetDataProtectionPolicy",
  "GetTopicAttributes",
  "ListSubscriptionsByTopic",
  "ListTagsForResource",
  "Publish",
  "PutDataProtectionPolicy",
  "Receive",
  "RemovePermission",
  "SetTopicAttributes",
  "Subscribe",
];

/** As people report them; which of several comes first is unverified. */
const answers: readonly Answer[] = [
  { to: ["principal-unknown"], words: "Policy Error: PrincipalNotFound" },
  { to: ["action-of-other-service"], words: "Policy statement action out of service scope!" },
];
