/**
 * Do the layers together allow it? A table of who must allow, when nothing denies it explicitly:
 *
 *   service principal       the policy on the resource
 *   same account            identity, or the policy on the resource
 *   same account, a key     identity if the key policy delegates to the account, or the key policy, or a grant
 *   other account           identity, and the policy on the resource
 *
 * and always every level of service control policies, and the boundary; but the boundary does not limit what the
 * resource's policy gives to the very session or user. The root of an account needs no identity policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
import type { AccessRequest, LayerName } from "../types.ts";

/** Which layers allow it, each as far as it goes. */
export interface Allowing {
  readonly identity: boolean;
  /** Also when there is none. */
  readonly boundary: boolean;
  readonly serviceControl: boolean;
  /** The policy on the resource, to the very session, user or service. */
  readonly resource: boolean;
  /** The same, or a grant, to the role. */
  readonly resourceWithinBoundary: boolean;
  /** The policy on the resource, to the principal's account. */
  readonly account: boolean;
}

/** The layers that lack an allowance; none: it is allowed. */
export function missingLayers(
  { principal, resourceAccount }: AccessRequest,
  resourceIsKey: boolean,
  allowing: Allowing,
): readonly LayerName[] {
  const { boundary, serviceControl, resource, resourceWithinBoundary, account } = allowing;
  const identity = allowing.identity || principal.kind === "root";
  const ofResource: LayerName = resourceIsKey ? "key" : "resource";
  const isAdmitted = resource || resourceWithinBoundary;
  if (principal.kind === "service") return isAdmitted ? [] : [ofResource];

  const missing: LayerName[] = [];
  if (principal.account !== resourceAccount) {
    if (!identity) missing.push("identity");
    if (!isAdmitted && !account) missing.push(ofResource);
    if (!boundary) missing.push("boundary");
  } else {
    if (!isAdmitted) missing.push(...missingAtHome(resourceIsKey, identity, account));
    if (!boundary && !resource) missing.push("boundary");
  }
  return serviceControl ? missing : [...missing, "serviceControl"];
}

/** In the account of the resource, whose policy does not admit the principal. */
function missingAtHome(resourceIsKey: boolean, identity: boolean, account: boolean): readonly LayerName[] {
  if (resourceIsKey && !account) return ["key"];
  if (identity) return [];
  return resourceIsKey ? ["identity"] : ["identity", "resource"];
}
