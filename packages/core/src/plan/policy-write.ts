/** The one write that gives a role's own policy its text. */
import { ownPolicyName, roleName } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import { isJustWritten } from "../observe/just-written.ts";
import { isUnfinished } from "../observe/own-grants.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { PolicyWrite } from "./decided.ts";
import { documentOf, type PolicyInputs, textBefore } from "./policy-on-role.ts";

/**
 * What IAM shows shortly after pullpass's own write may be the past: it is as it is to be only where the ledger says so, too. Where a write
 * is open, neither knows: it is made once more.
 */
export function writeFor(state: RoleState, grants: readonly Grant[], inputs: PolicyInputs): PolicyWrite {
  const { policyName } = inputs.settings;
  const { region } = inputs.snapshot.work;
  const document = documentOf(grants, state, inputs);
  const isSo = document === textBefore(state, inputs) && !isWriteOpen(inputs);
  return policyWrite(document, state, { policyName, region, isSo });
}

/** May pullpass's last write, moments ago, have been made or not? */
function isWriteOpen({ snapshot, settings }: PolicyInputs): boolean {
  const secrets = Object.keys(snapshot.policyWritten?.wrote ?? {});
  return isJustWritten(snapshot, settings) && secrets.some((secret) => isUnfinished(secret, snapshot));
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
