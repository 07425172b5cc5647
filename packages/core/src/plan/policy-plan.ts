/** What happens to the role's own policy: the grants after it, the changes, and the write. */

import { isOpen, type RoleVerdict } from "../diagnose/role-verdict.ts";
import { ownPolicyName, type SecretArn } from "../model/arn.ts";
import { isSameBinding } from "../model/binding.ts";
import type { Change, Grant, Restores } from "../model/change.ts";
import { lacking } from "../model/reach.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { Packed } from "../policy/packing.ts";
import { inlinePolicyCharactersMax } from "../policy/quota.ts";
import { type GrantedSecret, haveSameKeys } from "../policy/role-policy.ts";
import { changeId } from "./change-id.ts";
import type { PolicyWrite } from "./decided.ts";
import { fit, loosestFor, sizeWith } from "./fitting.ts";
import { grantChanges } from "./grant-changes.ts";
import { recordedGrants } from "./grants.ts";
import { carried, fromText, grantsOnRole, type PolicyInputs, withoutCarried } from "./policy-on-role.ts";
import { writeFor } from "./policy-write.ts";
import { withForgotten, withWithdrawn } from "./unrecorded-grants.ts";

export interface PolicyPlan {
  readonly grants: readonly Grant[];
  readonly changes: readonly Change[];
  readonly write: PolicyWrite;
  /** The characters that the wanted grants would have taken, when they do not fit. */
  readonly charactersWanted: number | undefined;
  /** The secrets of the grants whose names had no room. */
  readonly loosened: ReadonlySet<SecretArn>;
}

export function planPolicy(role: RoleVerdict, inputs: PolicyInputs): PolicyPlan {
  switch (role.kind) {
    case "touchable":
      if (isOpen(role)) return grantWanted(role.state, inputs);
      return isOthersAlone(role.state, inputs)
        ? planFor(role.state, unloosened([]), inputs)
        : onlyWithdraw(role.state, withForgotten(role.state, inputs));
    case "ignored":
    case "lacking":
    case "not-codebuild":
    case "shared":
      return onlyWithdraw(role.state, withWithdrawn(role.state, inputs));
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
 * When the wanted grants do not all fit, those that do are made, and what is withdrawn still goes. A grant that someone else took from
 * the policy comes back if a project certainly needs it.
 */
function grantWanted(state: RoleState, inputs: PolicyInputs): PolicyPlan {
  const onRole = grantsOnRole(state, inputs);
  const certain = onRole === undefined ? inputs : withoutLost(inputs, onRole, inputs.decision.needed);
  const { wanted, kept } = certain.decision;
  const fitting = fit(wanted, state, inputs);
  if (fitting !== undefined) return planFor(state, fitting, certain);
  const size = sizeWith(wanted.map(loosestFor(inputs)), state, inputs);
  const room = withRoom(certain, state);
  if (room !== undefined) return { ...planFor(state, room.fitting, room.inputs), charactersWanted: size };
  const keptFits = sizeWith(kept, state, inputs) <= inlinePolicyCharactersMax;
  const smaller = keptFits ? planFor(state, unloosened(kept), certain) : onlyWithdraw(state, certain);
  return { ...smaller, charactersWanted: size };
}

/**
 * As many of the wanted grants as fit, in the order of their secrets. After a listing of every project the same account has the
 * same grants, whatever events led there: what comes first then takes the room of what comes later. Before it, what the role
 * has stays. `undefined` where that changes nothing.
 */
function withRoom(
  inputs: PolicyInputs,
  state: RoleState,
): { readonly fitting: Packed<Grant>; readonly inputs: PolicyInputs } | undefined {
  const { decision, snapshot } = inputs;
  const { kept, wanted, needed, removalReasons } = decision;
  const isListed = snapshot.work.listing !== undefined && !decision.isUncertain;
  const base = isListed ? kept.filter(({ secret }) => !needed.has(secret)) : kept;
  let chosen = base;
  let fitting = fit(base, state, inputs);
  if (fitting === undefined) return undefined;
  for (const grant of wanted.filter(({ secret }) => needed.has(secret))) {
    const more = [...chosen.filter(({ secret }) => secret !== grant.secret), grant].sort((a, b) =>
      a.secret < b.secret ? -1 : 1,
    );
    const fits = fit(more, state, inputs);
    if (fits === undefined) continue;
    chosen = more;
    fitting = fits;
  }
  const has = new Set(chosen.map(({ secret }) => secret));
  const evicted = kept.filter(({ secret }) => !has.has(secret));
  if (evicted.length === 0 && chosen.length === kept.length) return undefined;
  const reasons = evicted.map(({ secret }) => [secret, noRoom] as const);
  const without = { ...decision, kept: kept.filter(({ secret }) => has.has(secret)) };
  return {
    fitting,
    inputs: { ...inputs, decision: { ...without, removalReasons: new Map([...removalReasons, ...reasons]) } },
  };
}

const noRoom = "IAM's quota has no room for it beside the grants of the secrets before it.";

/**
 * Grants only go, or are for fewer projects: where CodeBuild cannot assume the role, where something about it is unknown, and
 * where nothing more fits. Of a policy that someone edited nothing is certain enough to stay.
 */
function onlyWithdraw(state: RoleState, inputs: PolicyInputs): PolicyPlan {
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

/** IAM lets pullpass delete the policy of a role that lacks what the options require, and not write it again. */
function withoutRest(inputs: PolicyInputs, lacked: string): PolicyInputs {
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

/** Did somebody else write the policy, while pullpass granted nothing? What is not known of the role changes nothing about that. */
function isOthersAlone(state: RoleState, inputs: PolicyInputs): boolean {
  return grantsOnRole(state, inputs) === undefined && recordedGrants(inputs.snapshot).length === 0;
}

/** Did a project lose a grant that stays for others? */
function isLost({ decision }: PolicyInputs): boolean {
  return [...decision.losses.values()].some(({ size }) => size > 0);
}

/** Is one of the grants that stay for fewer projects than is recorded? */
function isLess({ snapshot, decision }: PolicyInputs): boolean {
  const recorded = recordedGrants(snapshot);
  return decision.kept.some((grant) =>
    recorded.some(({ secret, bound }) => secret === grant.secret && !isSameBinding(bound, grant.bound)),
  );
}

function unloosened(grants: readonly Grant[]): Packed<Grant> {
  return { grants, loosened: new Set() };
}

/** Takes out the recorded grants that the role's policy does not have any more, but those that are to come back. */
function withoutLost(
  inputs: PolicyInputs,
  onRole: readonly GrantedSecret[],
  comesBack: ReadonlySet<SecretArn>,
): PolicyInputs {
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
function forget({ snapshot, settings }: PolicyInputs): PolicyPlan {
  const recorded = recordedGrants(snapshot);
  const removalReasons = new Map(recorded.map(({ secret }) => [secret, "The role was deleted."]));
  const nothing = { after: [], losses: new Map(), loosened: new Set<SecretArn>(), onRole: [] };
  const changes = grantChanges({ snapshot, settings, removalReasons, ...nothing });
  return { ...unchanged, grants: [], changes };
}

function leave({ snapshot }: PolicyInputs): PolicyPlan {
  return { ...unchanged, grants: recordedGrants(snapshot) };
}

const unchanged = {
  changes: [],
  write: { kind: "keep" },
  charactersWanted: undefined,
  loosened: new Set<SecretArn>(),
} as const;

function planFor(state: RoleState, { grants, loosened }: Packed<Grant>, inputs: PolicyInputs): PolicyPlan {
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
  const restored = changes.length === 0 && onRole === undefined ? restoration(state, grants, inputs) : [];
  const isAsRecorded = changes.length + restored.length === 0 && !isJustWritten(snapshot, settings);
  const write: PolicyWrite = isAsRecorded ? { kind: "keep" } : writeFor(state, grants, inputs);
  return {
    grants,
    changes: [...changes, ...restored].map(fromText(state, inputs)),
    write,
    charactersWanted: undefined,
    loosened,
  };
}

/** Of a policy that somebody else wrote, and by which pullpass grants nothing, no grant and no revocation tells. */
function restoration(
  state: RoleState,
  grants: readonly Grant[],
  { snapshot, settings }: PolicyInputs,
): readonly Restores[] {
  const { role, account, region, causes } = snapshot.work;
  const policyName = ownPolicyName(settings.policyName, region);
  const text = state.inlinePolicies.get(policyName);
  if (text === undefined || grants.length > 0) return [];
  const reason =
    "The policy that pullpass owns was written or changed by someone else, and nothing is granted by it.";
  const id = changeId(snapshot, settings.mode, { kind: "restoration", from: text, to: policyName });
  return [{ kind: "restoration", id, role, account, region, reason, causes, outlook: [], policyName }];
}
