/** What happens to the role's own policy: the grants after it, the changes, and the write. */

import { isOpen, type RoleVerdict } from "../diagnose/role-verdict.ts";
import { ownPolicyName, roleName, type SecretArn } from "../model/arn.ts";
import { bindingOf, isSameBinding, projectArnOf } from "../model/binding.ts";
import type { Change, Grant } from "../model/change.ts";
import { consentOf } from "../model/consent.ts";
import { lacking } from "../model/reach.ts";
import type { Settings } from "../model/settings.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { RoleState, Snapshot } from "../observe/snapshot.ts";
import { type Packed, packed } from "../policy/packing.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import { inlinePolicyCharacters, inlinePolicyCharactersMax } from "../policy/quota.ts";
import { type GrantedSecret, haveSameKeys, rolePolicy } from "../policy/role-policy.ts";
import { bound } from "./bound-grants.ts";
import type { PolicyWrite } from "./decided.ts";
import { grantChanges } from "./grant-changes.ts";
import { type GrantDecision, recordedGrants } from "./grants.ts";

export interface PolicyPlan {
  readonly grants: readonly Grant[];
  readonly changes: readonly Change[];
  readonly write: PolicyWrite;
  /** The characters that the wanted grants would have taken, when they do not fit. */
  readonly charactersWanted: number | undefined;
  /** The secrets of the grants whose names had no room. */
  readonly loosened: ReadonlySet<SecretArn>;
}

interface Inputs {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly decision: GrantDecision;
}

export function planPolicy(role: RoleVerdict, inputs: Inputs): PolicyPlan {
  switch (role.kind) {
    case "touchable":
      return isOpen(role)
        ? grantWanted(role.state, inputs)
        : onlyWithdraw(role.state, withForgotten(role.state, inputs));
    case "ignored":
    case "lacking":
    case "not-codebuild":
      return onlyWithdraw(role.state, inputs);
    case "absent":
      return forget(inputs);
    case "protected":
    case "left-alone":
    case "left-out":
    case "unknown":
      return leave(inputs);
    default:
      return role satisfies never;
  }
}

/**
 * All or nothing: when the wanted grants do not fit, what is withdrawn still goes. A grant that someone else took from
 * the policy comes back if a project certainly needs it.
 */
function grantWanted(state: RoleState, inputs: Inputs): PolicyPlan {
  const onRole = grantsOnRole(state, inputs);
  const certain = onRole === undefined ? inputs : withoutLost(inputs, onRole, inputs.decision.needed);
  const { wanted, kept } = certain.decision;
  const fitting = fit(wanted, state, inputs);
  if (fitting !== undefined) return planFor(state, fitting, certain);
  const size = sizeWith(wanted.map(loosestFor(inputs)), state, inputs);
  const keptFits = sizeWith(kept, state, inputs) <= inlinePolicyCharactersMax;
  const smaller = keptFits ? planFor(state, unloosened(kept), certain) : onlyWithdraw(state, certain);
  return { ...smaller, charactersWanted: size };
}

/**
 * Grants only go, or are for fewer projects: where CodeBuild cannot assume the role, where something about it is unknown, and
 * where nothing more fits. Of a policy that someone edited nothing is certain enough to stay.
 */
function onlyWithdraw(state: RoleState, inputs: Inputs): PolicyPlan {
  const { kept, removalReasons } = inputs.decision;
  if (removalReasons.size === 0 && !isLess(inputs)) return { ...leave(inputs), grants: kept };
  const lacked = lacking(state, inputs.settings);
  // What nobody lost stays: a policy that can only be deleted is not written for fewer projects.
  if (removalReasons.size === 0 && lacked !== undefined && !isLost(inputs)) return leave(inputs);
  const still = withoutLost(inputs, grantsOnRole(state, inputs) ?? [], new Set());
  const fitting = fit(still.decision.kept, state, inputs);
  const planned = planFor(state, fitting ?? unloosened(still.decision.kept), still);
  if (planned.write.kind !== "put" || lacked === undefined) return planned;
  return planFor(state, unloosened([]), withoutRest(still, lacked));
}

/** What the policy grants, the ledger does not have and no project can need goes, as if it had been withdrawn. */
function withForgotten(state: RoleState, inputs: Inputs): Inputs {
  const { decision, snapshot } = inputs;
  if (decision.isUncertain) return inputs;
  const forgotten = (grantsOnRole(state, inputs) ?? []).filter(
    ({ secret }) => !decision.needed.has(secret) && snapshot.grants.every((grant) => grant.secret !== secret),
  );
  const reasons = forgotten.map(({ secret }) => [secret, "No project needs it."] as const);
  return {
    ...inputs,
    decision: { ...decision, removalReasons: new Map([...reasons, ...decision.removalReasons]) },
  };
}

/** IAM lets pullpass delete the policy of a role that lacks what the options require, and not write it again. */
function withoutRest(inputs: Inputs, lacked: string): Inputs {
  const { decision } = inputs;
  const rest = decision.kept.map(
    ({ secret }) =>
      [
        secret,
        `Another grant went, and the policy of a role that does not carry what ${lacked} asks for can only be deleted.`,
      ] as const,
  );
  return {
    ...inputs,
    decision: { ...decision, removalReasons: new Map([...rest, ...decision.removalReasons]) },
  };
}

/** Did a project lose a grant that stays for others? */
function isLost({ decision }: Inputs): boolean {
  return [...decision.losses.values()].some(({ size }) => size > 0);
}

/** Is one of the grants that stay for fewer projects than is recorded? */
function isLess({ snapshot, decision }: Inputs): boolean {
  const recorded = recordedGrants(snapshot);
  return decision.kept.some((grant) =>
    recorded.some(({ secret, bound }) => secret === grant.secret && !isSameBinding(bound, grant.bound)),
  );
}

/** Bound as narrowly as there is room for; `undefined` where there is no room for the grants at all. */
function fit(grants: readonly Grant[], state: RoleState, inputs: Inputs): Packed<Grant> | undefined {
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

/** The whole role's; where whoever assumes it outside of CodeBuild is shut out, still for builds alone. */
function loosestFor({ snapshot, settings }: Inputs): (grant: Grant) => Grant {
  const everyProject = bindingOf([projectArnOf("*", snapshot.work)], true);
  const binding = settings.bindGrants === "strict" ? everyProject : undefined;
  return (grant) => (isSameBinding(grant.bound, binding) ? grant : bound(grant, binding));
}

function unloosened(grants: readonly Grant[]): Packed<Grant> {
  return { grants, loosened: new Set() };
}

/** Takes out the recorded grants that the role's policy does not have any more, but those that are to come back. */
function withoutLost(
  inputs: Inputs,
  onRole: readonly GrantedSecret[],
  comesBack: ReadonlySet<SecretArn>,
): Inputs {
  const { decision } = inputs;
  const isLost = (grant: Grant) =>
    !comesBack.has(grant.secret) &&
    !onRole.some((other) => other.secret === grant.secret && haveSameKeys(other, grant));
  const lossReasons = decision.kept
    .filter(isLost)
    .map(({ secret }) => [secret, "Someone else removed it from the role's policy."] as const);
  return {
    ...inputs,
    decision: {
      ...decision,
      kept: decision.kept.filter((grant) => !isLost(grant)),
      wanted: decision.wanted.filter((grant) => !isLost(grant)),
      removalReasons: new Map([...decision.removalReasons, ...lossReasons]),
    },
  };
}

/** IAM deleted the policy with the role. */
function forget({ snapshot, settings }: Inputs): PolicyPlan {
  const recorded = recordedGrants(snapshot);
  const removalReasons = new Map(recorded.map(({ secret }) => [secret, "The role was deleted."]));
  const nothing = { after: [], losses: new Map(), loosened: new Set<SecretArn>(), onRole: [] };
  const changes = grantChanges({ snapshot, settings, removalReasons, ...nothing });
  return { ...unchanged, grants: [], changes };
}

function leave({ snapshot }: Inputs): PolicyPlan {
  return { ...unchanged, grants: recordedGrants(snapshot) };
}

const unchanged = {
  changes: [],
  write: { kind: "keep" },
  charactersWanted: undefined,
  loosened: new Set<SecretArn>(),
} as const;

function planFor(state: RoleState, { grants, loosened }: Packed<Grant>, inputs: Inputs): PolicyPlan {
  const { snapshot, settings, decision } = inputs;
  const onRole = withoutCarried(grantsOnRole(state, inputs), carried(grants, state, inputs));
  const changes = grantChanges({
    snapshot,
    settings,
    after: grants,
    removalReasons: decision.removalReasons,
    losses: decision.losses,
    loosened,
    onRole,
  });
  const isAsRecorded = changes.length === 0 && !isJustWritten(snapshot, settings);
  const write: PolicyWrite = isAsRecorded ? { kind: "keep" } : writeOf(state, grants, inputs);
  return { grants, changes, write, charactersWanted: undefined, loosened };
}

function writeOf(state: RoleState, grants: readonly Grant[], inputs: Inputs): PolicyWrite {
  const { snapshot, settings } = inputs;
  const policyName = ownPolicyName(settings.policyName, snapshot.work.region);
  const names = { role: state.arn, roleName: roleName(state.arn), policyName };
  const before = state.inlinePolicies.get(policyName);
  const document = documentOf(grants, state, inputs);
  if (document === "") return before === undefined ? { kind: "keep" } : { kind: "delete", ...names, before };
  return document === before ? { kind: "keep" } : { kind: "put", ...names, document, before };
}

/**
 * What the policy grants now; `undefined` when someone else edited it. Shortly after pullpass's own write that is what the ledger
 * says, and where IAM shows another text of pullpass's the policy is written again, which at worst changes nothing.
 */
function grantsOnRole(
  state: RoleState,
  { snapshot, settings }: Inputs,
): readonly GrantedSecret[] | undefined {
  const shown = ownGrants(state.inlinePolicies, settings.policyName, snapshot.work.region);
  if (shown === undefined || !isJustWritten(snapshot, settings)) return shown;
  const recorded = recordedGrants(snapshot);
  const known = new Set([...recorded.map(({ secret }) => secret), ...(snapshot.policyWritten?.taken ?? [])]);
  return [...recorded, ...shown.filter(({ secret }) => !known.has(secret))];
}

/**
 * What somebody granted by pullpass's policy and not by its ledger, as `apply` does from a laptop that does not know of the
 * deployment: whether a project needs it only a listing tells. What no longer consents to anybody, or is deleted, goes at once.
 */
function carried(grants: readonly Grant[], state: RoleState, inputs: Inputs): readonly GrantedSecret[] {
  const { snapshot, settings } = inputs;
  if (snapshot.work.listing !== undefined) return [];
  const known = new Set([...grants, ...snapshot.grants].map(({ secret }) => secret));
  const shown = grantsOnRole(state, inputs) ?? [];
  return shown.filter(({ secret }) => !known.has(secret) && !isWithdrawn(secret, snapshot, settings));
}

function isWithdrawn(arn: SecretArn, { secrets }: Snapshot, { tagPrefix }: Settings): boolean {
  const lookup = [...secrets.values()].find((each) => each.kind === "found" && each.secret.arn === arn);
  if (lookup?.kind !== "found") return false;
  return lookup.secret.deletion === "pending" || consentOf(lookup.secret.tags, tagPrefix).kind === "none";
}

function withoutCarried(
  onRole: readonly GrantedSecret[] | undefined,
  left: readonly GrantedSecret[],
): readonly GrantedSecret[] | undefined {
  return onRole?.filter(({ secret }) => !left.some((each) => each.secret === secret));
}

/** Empty where nothing is granted. */
function documentOf(grants: readonly Grant[], state: RoleState, inputs: Inputs): string {
  const all = [...grants, ...carried(grants, state, inputs)];
  return all.length === 0 ? "" : rolePolicy(all);
}

function sizeWith(grants: readonly Grant[], state: RoleState, inputs: Inputs): number {
  const { snapshot, settings } = inputs;
  return inlinePolicyCharacters(
    state.inlinePolicies,
    ownPolicyName(settings.policyName, snapshot.work.region),
    documentOf(grants, state, inputs),
  );
}
