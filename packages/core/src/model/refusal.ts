/** Why something could not be read or written, and will not be by waiting. */

export type Refusal =
  | {
      readonly kind: "denied";
      /** `kms:DescribeKey` */
      readonly call: string;
      /** The kind of policy that AWS names; `undefined` where it names none. */
      readonly by: DenyingPolicy | undefined;
    }
  /** Whatever the permissions: a protected role, a quota, malformed input. */
  | { readonly kind: "refused"; readonly call: string }
  /** It was read, and pullpass cannot make out what it says. */
  | { readonly kind: "malformed" };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const denyingPolicies = [
  "identity-based policy",
  "permissions boundary",
  "resource control policy",
  "resource-based policy",
  "service control policy",
  "session policy",
  "VPC endpoint policy",
] as const;

export type DenyingPolicy = (typeof denyingPolicies)[number];

/** The policy that AWS names in a message of AccessDenied: what lacks a statement, or denies by one. */
export function denyingPolicyIn(message: string): DenyingPolicy | undefined {
  const named = /(?:because no|with an explicit deny in an?) ([A-Za-z -]{3,40})/.exec(message)?.[1];
  return denyingPolicies.find((policy) => named?.startsWith(policy));
}

/**
 * IAM is eventually consistent: permissions of pullpass's own roles count some seconds after they are written. What
 * others deny by a policy of theirs stays.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function mayStillPass(refusal: Refusal): boolean {
  return refusal.kind === "denied" && (refusal.by === undefined || refusal.by === "identity-based policy");
}
