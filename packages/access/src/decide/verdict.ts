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
import type { Claim, Says } from "./claim.ts";

/** Who asks for what, as far as the table goes. */
export interface Parties {
  readonly request: AccessRequest;
  readonly resourceIsKey: boolean;
}

/** What holds: which layers allow it, each as far as it goes, and whether a statement denies it. */
export interface Standing extends Record<Exclude<Says, "level">, boolean> {
  /** Of service control policies. */
  readonly levels: boolean[];
}

/** Where nothing says anything; a boundary that does not exist limits nothing. */
export function silence({ hasBoundary, levels }: { hasBoundary: boolean; levels: number }): Standing {
  return {
    deny: false,
    identity: false,
    boundary: !hasBoundary,
    principal: false,
    limited: false,
    account: false,
    levels: Array.from({ length: levels }, () => false),
  };
}

/** Puts the claim's weight on the scale. */
export function count(standing: Standing, { says, level }: Pick<Claim, "says" | "level">): void {
  if (says === "level") standing.levels[level] = true;
  else standing[says] = true;
}

export function copyOf(standing: Standing): Standing {
  return { ...standing, levels: [...standing.levels] };
}

export function isAllowed(parties: Parties, standing: Standing): boolean {
  return !standing.deny && missingLayers(parties, standing).length === 0;
}

/** The layers that lack an allowance; none: it is allowed, if nothing denies it. */
export function missingLayers(
  { request: { principal, resourceAccount }, resourceIsKey }: Parties,
  standing: Standing,
): readonly LayerName[] {
  const { boundary, principal: isItselfAdmitted, limited, account, levels } = standing;
  const identity = standing.identity || principal.kind === "root";
  const ofResource: LayerName = resourceIsKey ? "key" : "resource";
  const isAdmitted = isItselfAdmitted || limited;
  if (principal.kind === "service") return isAdmitted ? [] : [ofResource];

  const missing: LayerName[] = [];
  if (principal.account !== resourceAccount) {
    if (!identity) missing.push("identity");
    if (!isAdmitted && !account) missing.push(ofResource);
    if (!boundary) missing.push("boundary");
  } else {
    if (!isAdmitted) missing.push(...missingAtHome(resourceIsKey, identity, account));
    if (!boundary && !isItselfAdmitted) missing.push("boundary");
  }
  return levels.every((allows) => allows) ? missing : [...missing, "serviceControl"];
}

/** In the account of the resource, whose policy does not admit the principal. */
function missingAtHome(resourceIsKey: boolean, identity: boolean, account: boolean): readonly LayerName[] {
  if (resourceIsKey && !account) return ["key"];
  if (identity) return [];
  return resourceIsKey ? ["identity"] : ["identity", "resource"];
}
