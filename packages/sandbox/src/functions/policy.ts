/** The policy of a function: who may invoke it, beside those whose own policies say so. */
import type { Permission, Place } from "../service.ts";
import type { DeployedFunction, FunctionStatement } from "./state.ts";

/** By `Sid`: rules and topics of the function's own account may invoke it, as if whoever made them had seen to it. */
export function firstPolicy(arn: string, { account }: Place): Map<string, FunctionStatement> {
  const Sid = "OwnRulesAndTopics";
  const statement = {
    Sid,
    Effect: "Allow",
    Principal: { Service: ["events.amazonaws.com", "sns.amazonaws.com"] },
    Action: "lambda:InvokeFunction",
    Resource: arn,
    Condition: { StringEquals: { "AWS:SourceAccount": account } },
  } as const;
  return new Map([[Sid, statement]]);
}

/** As JSON, for IAM and for people. */
export function policyText(policy: ReadonlyMap<string, FunctionStatement>): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: [...policy.values()] });
}

/** What Lambda asks IAM before it runs a function. */
export function invokePermission({ arn, place, policy }: DeployedFunction): Permission {
  return {
    action: "lambda:InvokeFunction",
    resource: arn,
    resourceAccount: place.account,
    ...(policy.size > 0 && { resourcePolicy: policyText(policy) }),
  };
}
