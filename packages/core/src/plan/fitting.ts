/** What fits into the role's inline policies: how narrowly each grant can be bound there. */
import { ownPolicyName, type SecretArn } from "../model/arn.ts";
import { bindingOf, isSameBinding, projectArnOf } from "../model/binding.ts";
import type { Grant } from "../model/change.ts";
import type { RoleState } from "../observe/snapshot.ts";
import { type Packed, packed } from "../policy/packing.ts";
import { inlinePolicyCharacters, inlinePolicyCharactersMax } from "../policy/quota.ts";
import { bound } from "./bound-grants.ts";
import { documentOf, type PolicyInputs } from "./policy-on-role.ts";

/** Bound as narrowly as there is room for; `undefined` where there is no room for the grants at all. */
export function fit(
  grants: readonly Grant[],
  state: RoleState,
  inputs: PolicyInputs,
): Packed<Grant> | undefined {
  const { free } = inputs.decision;
  const packing = {
    sizeWith: (some: readonly Grant[]) => sizeWith(some, state, inputs),
    sizeMax: inlinePolicyCharactersMax,
    loosest: loosestFor(inputs),
  };
  if (free.size === 0) return packed(grants, packing);
  const waiting = grants.map((grant) => (free.has(grant.secret) ? bound(grant, undefined) : grant));
  const fitting = packed(waiting, packing);
  // What is said of a lack of room does not come and go with the listings.
  const listed = packed(grants, packing)?.loosened ?? new Set<SecretArn>();
  return fitting && { ...fitting, loosened: new Set([...fitting.loosened, ...listed]) };
}

/** The whole role's; where whoever assumes it outside CodeBuild is shut out, still for builds alone. */
export function loosestFor({ snapshot, settings }: PolicyInputs): (grant: Grant) => Grant {
  const everyProject = bindingOf([projectArnOf("*", snapshot.work)], true);
  const binding = settings.bindGrants === "strict" ? everyProject : undefined;
  if (settings.sharedRoles === "refuse") return (grant) => grant;
  return (grant) => (isSameBinding(grant.bound, binding) ? grant : bound(grant, binding));
}

export function sizeWith(grants: readonly Grant[], state: RoleState, inputs: PolicyInputs): number {
  const { snapshot, settings } = inputs;
  return inlinePolicyCharacters(
    state.inlinePolicies,
    ownPolicyName(settings.policyName, snapshot.work.region),
    documentOf(grants, state, inputs),
  );
}
