/** The one write that gives a role's own policy its text. */
import { ownPolicyName, roleName } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { PolicyWrite } from "./decided.ts";
import { documentOf, type PolicyInputs, textBefore } from "./policy-on-role.ts";

/** What IAM shows shortly after pullpass's own write may be the past: it is as it is to be only where the ledger says so, too. */
export function writeFor(state: RoleState, grants: readonly Grant[], inputs: PolicyInputs): PolicyWrite {
  const { policyName } = inputs.settings;
  const { region } = inputs.snapshot.work;
  const document = documentOf(grants, state, inputs);
  const isSo = document === textBefore(state, inputs);
  return policyWrite(document, state, { policyName, region, isSo });
}

/** An empty document is no policy. `isSo`: as far as the ledger knows, the policy says that. */
export function policyWrite(
  document: string,
  { arn, inlinePolicies }: Pick<RoleState, "arn" | "inlinePolicies">,
  own: { readonly policyName: string; readonly region: string; readonly isSo?: boolean },
): PolicyWrite {
  const policyName = ownPolicyName(own.policyName, own.region);
  const names = { role: arn, roleName: roleName(arn), policyName };
  const before = inlinePolicies.get(policyName);
  const isShown = document === (before ?? "");
  if (isShown && own.isSo !== false) return { kind: "keep" };
  return document === "" ? { kind: "delete", ...names, before } : { kind: "put", ...names, document, before };
}
