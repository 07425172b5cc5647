import { identityArn } from "./principals.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Caller } from "./service.ts";
import { roleByArn, userByArn } from "./services/iam/state.ts";

/**
 * The unique id of a caller, which policies know as `aws:userid`: the account's for its root, a user's, or the role's id
 * and the name of the session. Who is not in the account's IAM has the id of AWS's examples.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function principalId(caller: Exclude<Caller, { kind: "service" }>, sandbox: Sandbox): string {
  if (caller.arn.endsWith(":root")) return caller.account;
  if (caller.arn.includes(":user/")) return userByArn(sandbox, caller.arn)?.id ?? "AIDACKCEVSQ6C2EXAMPLE";
  return `${roleId(identityArn(caller), sandbox)}:${caller.arn.slice(caller.arn.lastIndexOf("/") + 1)}`;
}

/** The id of the role of that ARN. */
export function roleId(roleArn: string, sandbox: Sandbox): string {
  return roleByArn(sandbox, roleArn)?.id ?? "AROACKCEVSQ6C2EXAMPLE";
}
