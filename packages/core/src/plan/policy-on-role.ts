/** What stands in the role's own policy, of the ledger's grants and beside them. */
import { ownPolicyName } from "../model/arn.ts";
import type { Change, Grant } from "../model/change.ts";
import { consentOf } from "../model/consent.ts";
import type { Settings } from "../model/settings.ts";
import { isJustWritten } from "../observe/just-written.ts";
import { isUnfinished } from "../observe/own-grants.ts";
import type { RoleState, Snapshot } from "../observe/snapshot.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import { type GrantedSecret, rolePolicy } from "../policy/role-policy.ts";
import { type GrantDecision, mayConsent, recordedGrants } from "./grants.ts";

/** What a plan of the policy is made from. */
export interface PolicyInputs {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly decision: GrantDecision;
}

/**
 * What the policy grants now; `undefined` when someone else edited it. Shortly after pullpass's own write that is what the
 * ledger says, but of what a crash kept from it.
 */
export function grantsOnRole(
  state: RoleState,
  { snapshot, settings }: Pick<PolicyInputs, "snapshot" | "settings">,
): readonly GrantedSecret[] | undefined {
  const shown = ownGrants(state.inlinePolicies, settings.policyName, snapshot.work.region);
  if (shown === undefined || !isJustWritten(snapshot, settings)) return shown;
  const recorded = recordedGrants(snapshot);
  const known = new Set([...recorded.map(({ secret }) => secret), ...(snapshot.policyWritten?.taken ?? [])]);
  const isOpen = ({ secret }: GrantedSecret) => isUnfinished(secret, snapshot);
  return [
    ...recorded.filter((grant) => !isOpen(grant)),
    ...shown.filter((grant) => isOpen(grant) || !known.has(grant.secret)),
  ];
}

/**
 * What somebody granted by pullpass's policy and not by its ledger, as `apply` does from a laptop that does not know of the
 * deployment: whether a project needs it only a listing tells. What no longer consents to whom it is for, or is deleted, goes at once:
 * for whom a grant was planned that a crash kept from the ledger, its change says.
 */
export function carried(
  grants: readonly Grant[],
  state: RoleState,
  inputs: PolicyInputs,
): readonly GrantedSecret[] {
  const { snapshot, settings } = inputs;
  if (snapshot.work.listing !== undefined) return [];
  const known = new Set([...grants, ...snapshot.grants].map(({ secret }) => secret));
  const shown = grantsOnRole(state, inputs) ?? [];
  return shown.filter((each) => !known.has(each.secret) && !isWithdrawn(each, snapshot, settings));
}

/** Does the secret, as far as it was read, consent to nobody whom the policy lets read it, or is it to be deleted? */
export function isWithdrawn(
  { secret: arn, bound }: GrantedSecret,
  snapshot: Snapshot,
  settings: Settings,
): boolean {
  const lookup = [...snapshot.secrets.values()].find(
    (each) => each.kind === "found" && each.secret.arn === arn,
  );
  if (lookup?.kind !== "found") return false;
  if (lookup.secret.deletion === "pending") return true;
  if (consentOf(lookup.secret.tags, settings.tagPrefix).kind === "none") return true;
  const allowed = bound?.projects.map((project) => project.slice(project.indexOf("/") + 1)) ?? ["*"];
  const names = snapshot.planned?.get(arn) ?? allowed;
  const isOpen = names.some((name) => name.includes("*"));
  // Whom a beginning of names means, only a listing of every project tells.
  if (isOpen && snapshot.work.listing === undefined) return false;
  const readers = isOpen ? [...snapshot.projects.keys()] : names;
  return readers.length > 0 && readers.every((name) => !mayConsent(lookup, name, snapshot, settings));
}

export function withoutCarried(
  onRole: readonly GrantedSecret[] | undefined,
  left: readonly GrantedSecret[],
): readonly GrantedSecret[] | undefined {
  return onRole?.filter(({ secret }) => !left.some((each) => each.secret === secret));
}

/** Empty where nothing is granted. */
export function documentOf(grants: readonly Grant[], state: RoleState, inputs: PolicyInputs): string {
  const all = [...grants, ...carried(grants, state, inputs)];
  return all.length === 0 ? "" : rolePolicy(all);
}

/** A change of the policy, with the text that it starts from. */
export function fromText(state: RoleState, inputs: PolicyInputs): (change: Change) => Change {
  const policyBefore = textBefore(state, inputs);
  return (change) => (change.kind === "normalization" ? change : { ...change, policyBefore });
}

/** What the policy says; shortly after pullpass's own write, what the ledger knows of it. */
export function textBefore(state: RoleState, inputs: Pick<PolicyInputs, "snapshot" | "settings">): string {
  const { snapshot, settings } = inputs;
  const shown = state.inlinePolicies.get(ownPolicyName(settings.policyName, snapshot.work.region)) ?? "";
  const granted = isJustWritten(snapshot, settings) ? grantsOnRole(state, inputs) : undefined;
  if (granted === undefined) return shown;
  return granted.length === 0 ? "" : rolePolicy(granted);
}
