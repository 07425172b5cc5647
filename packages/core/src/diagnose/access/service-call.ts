/** Whether the policy of a resource lets an AWS service in, on behalf of another resource of the account. */
import { type Decision, evaluate } from "@pullpass/access";
import { onlyResource } from "./questions.ts";

export interface ServiceCall {
  /** `events.amazonaws.com` */
  readonly service: string;
  readonly action: string;
  /** The ARN of what the policy is on. */
  readonly resource: string;
  /** Of both. */
  readonly account: string;
  /** On behalf of what: a rule's ARN. */
  readonly sourceArn: string;
}

/**
 * `unknown` where it hangs on conditions of which nothing is known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
export function letsServiceIn(call: ServiceCall, policy: unknown): Decision["kind"] {
  const { service, action, resource, account, sourceArn } = call;
  const context = { "aws:SourceArn": sourceArn, "aws:SourceAccount": account };
  const request = {
    principal: { kind: "service", service },
    action,
    resource,
    resourceAccount: account,
    context,
    unknown: { absent: [], present: {} },
  } as const;
  return evaluate(request, onlyResource("resource policy", policy)).kind;
}
