/** What happens to the role's own policy: the grants after it, the changes, and the write. */

import { isOpen, type RoleVerdict } from "../diagnose/role-verdict.ts";
import { ownPolicyName, roleName, type SecretArn } from "../model/arn.ts";
import type { Change, Grant } from "../model/change.ts";
import { lacking } from "../model/reach.ts";
import type { Settings } from "../model/settings.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { RoleState, Snapshot } from "../observe/snapshot.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import { inlinePolicyCharacters, inlinePolicyCharactersMax } from "../policy/quota.ts";
import { type GrantedSecret, haveSameKeys, rolePolicy } from "../policy/role-policy.ts";
import type { PolicyWrite } from "./decided.ts";
import { grantChanges } from "./grant-changes.ts";
import { type GrantDecision, recordedGrants } from "./grants.ts";

export interface PolicyPlan {
  readonly grants: readonly Grant[];
  readonly changes: readonly Change[];
  readonly write: PolicyWrite;
  /** The characters that the wanted grants would have taken, when they do not fit. */
  readonly charactersWanted: number | undefined;
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
  const size = sizeWith(wanted, state, inputs);
  if (size <= inlinePolicyCharactersMax) return planFor(state, wanted, certain);
  const keptFits = sizeWith(kept, state, inputs) <= inlinePolicyCharactersMax;
  const smaller = keptFits ? planFor(state, kept, certain) : onlyWithdraw(state, certain);
  return { ...smaller, charactersWanted: size };
}

/**
 * Grants only go: where CodeBuild cannot assume the role, where something about it is unknown, and where nothing more
 * fits. Of a policy that someone edited nothing is certain enough to stay.
 */
function onlyWithdraw(state: RoleState, inputs: Inputs): PolicyPlan {
  const { kept, removalReasons } = inputs.decision;
  if (removalReasons.size === 0) return { ...leave(inputs), grants: kept };
  const still = withoutLost(inputs, grantsOnRole(state, inputs) ?? [], new Set());
  const planned = planFor(state, still.decision.kept, still);
  const lacked = lacking(state, inputs.settings);
  if (planned.write.kind !== "put" || lacked === undefined) return planned;
  return planFor(state, [], withoutRest(still, lacked));
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
  const changes = grantChanges({ snapshot, settings, after: [], removalReasons, onRole: [] });
  return { grants: [], changes, write: { kind: "keep" }, charactersWanted: undefined };
}

function leave({ snapshot }: Inputs): PolicyPlan {
  return {
    grants: recordedGrants(snapshot),
    changes: [],
    write: { kind: "keep" },
    charactersWanted: undefined,
  };
}

function planFor(state: RoleState, grants: readonly Grant[], inputs: Inputs): PolicyPlan {
  const { snapshot, settings, decision } = inputs;
  const onRole = grantsOnRole(state, inputs);
  const changes = grantChanges({
    snapshot,
    settings,
    after: grants,
    removalReasons: decision.removalReasons,
    onRole,
  });
  const isAsRecorded = changes.length === 0 && !isJustWritten(snapshot, settings);
  const write: PolicyWrite = isAsRecorded ? { kind: "keep" } : writeOf(state, grants, inputs);
  return { grants, changes, write, charactersWanted: undefined };
}

function writeOf(state: RoleState, grants: readonly Grant[], { snapshot, settings }: Inputs): PolicyWrite {
  const policyName = ownPolicyName(settings.policyName, snapshot.work.region);
  const names = { role: state.arn, roleName: roleName(state.arn), policyName };
  const before = state.inlinePolicies.get(policyName);
  if (grants.length === 0)
    return before === undefined ? { kind: "keep" } : { kind: "delete", ...names, before };
  const document = rolePolicy(grants);
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
  return shown !== undefined && isJustWritten(snapshot, settings) ? recordedGrants(snapshot) : shown;
}

function sizeWith(grants: readonly Grant[], state: RoleState, { snapshot, settings }: Inputs): number {
  const document = grants.length === 0 ? "" : rolePolicy(grants);
  return inlinePolicyCharacters(
    state.inlinePolicies,
    ownPolicyName(settings.policyName, snapshot.work.region),
    document,
  );
}
