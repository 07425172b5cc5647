/** The one write that gives a role's own policy its text. */
import { ownPolicyName, roleName } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { PolicyWrite } from "./decided.ts";
import { documentOf, type PolicyInputs } from "./policy-on-role.ts";

export function writeFor(state: RoleState, grants: readonly Grant[], inputs: PolicyInputs): PolicyWrite {
  const { snapshot, settings } = inputs;
  return policyWrite(documentOf(grants, state, inputs), state, {
    policyName: settings.policyName,
    region: snapshot.work.region,
  });
}

/** An empty document is no policy. */
export function policyWrite(
  document: string,
  { arn, inlinePolicies }: Pick<RoleState, "arn" | "inlinePolicies">,
  own: { readonly policyName: string; readonly region: string },
): PolicyWrite {
  const policyName = ownPolicyName(own.policyName, own.region);
  const names = { role: arn, roleName: roleName(arn), policyName };
  const before = inlinePolicies.get(policyName);
  if (document === "") return before === undefined ? { kind: "keep" } : { kind: "delete", ...names, before };
  return document === before ? { kind: "keep" } : { kind: "put", ...names, document, before };
}
