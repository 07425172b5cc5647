/** The changes that lead from the grants a role has to those it is to have. */
import { foundBy } from "../diagnose/project-facts.ts";
import type { SecretArn } from "../model/arn.ts";
import { type Binding, isSameBinding, isWithin, projectArnOf } from "../model/binding.ts";
import type { Change, Grant } from "../model/change.ts";
import type { Settings } from "../model/settings.ts";
import { listed } from "../notice/plain.ts";
import { isUnfinished } from "../observe/own-grants.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { areSame, type GrantedSecret, haveSameKeys } from "../policy/role-policy.ts";
import { bound, takenFrom } from "./bound-grants.ts";
import { changeId } from "./change-id.ts";
import { type GrantDecision, recordedGrants } from "./grants.ts";

export interface Steps extends Pick<GrantDecision, "removalReasons" | "losses"> {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly after: readonly Grant[];
  /** The secrets of those whose names had no room in the policy. */
  readonly loosened: ReadonlySet<SecretArn>;
  /** What the policy on the role grants now; `undefined` when someone else edited it. */
  readonly onRole: readonly GrantedSecret[] | undefined;
}

/**
 * A grant is a change when the ledger does not have it (also when the policy already says so: then a crash left it
 * unfinished), when the policy lost it, or when it is bound to other projects than before. Another project that reads with
 * it already is none: nothing new is allowed. A project that loses it, while others keep it, is a revocation.
 */
export function grantChanges(steps: Steps): readonly Change[] {
  const { after, onRole, snapshot } = steps;
  const recorded = recordedGrants(snapshot);
  const found = recorded.flatMap((grant) => asFound(grant, steps));
  const granted = after.flatMap((grant) => grantChange(grant, found, steps));
  const kept = new Set(after.map((grant) => grant.secret));
  const revoked = [...recorded, ...unrecorded(onRole ?? [], recorded, snapshot)]
    .filter((grant) => !kept.has(grant.secret))
    .map((grant) =>
      changeOf(steps, "revocation", grant, steps.removalReasons.get(grant.secret) ?? "No project needs it."),
    );
  const taken = after.flatMap((grant) => partialRevocation(grant, found, steps));
  return [...granted, ...taken, ...revoked];
}

/** Of what a crash left open the policy has the word. */
function asFound(recorded: Grant, steps: Steps): readonly Grant[] {
  if (steps.onRole === undefined || !isUnfinished(recorded.secret, steps.snapshot)) return [recorded];
  const left = leftByCrash(recorded, steps);
  return left === undefined ? [] : [left];
}

function grantChange(grant: Grant, recorded: readonly Grant[], steps: Steps): readonly Change[] {
  const known = recorded.find((other) => other.secret === grant.secret);
  const reason = grantReason(grant, known, steps);
  if (reason === undefined) return [];
  const added = known === undefined ? [] : addedTo(known, grant);
  const told = added.length > 0 ? { ...grant, projects: added } : grant;
  const change = changeOf(steps, "grant", told, reason);
  if (change.kind !== "grant" || known === undefined || !isNarrower(grant, known, steps)) return [change];
  return [{ ...change, narrows: true }];
}

/** For fewer than the ledger has it for, where the policy does not say less already. */
function isNarrower(grant: Grant, known: Grant, steps: Steps): boolean {
  const onRole = onRoleOf(grant, steps);
  return (
    onRole !== undefined &&
    haveSameKeys(onRole, grant) &&
    isWithin(grant.bound, onRole.bound) &&
    isWithin(grant.bound, known.bound) &&
    !isSameBinding(grant.bound, known.bound)
  );
}

function grantReason(grant: Grant, known: Grant | undefined, steps: Steps): string | undefined {
  const onRole = onRoleOf(grant, steps);
  const isOnRole = onRole !== undefined && areSame(onRole, grant);
  if (steps.settings.mode === "plan" && isOnRole) return undefined;
  if (known === undefined) return needReason(grant);
  if (!haveSameKeys(known, grant)) return keyReason(grant);
  if (isSameBinding(known.bound, grant.bound)) {
    return isOnRole || isOnlyTaken(grant, known, steps) ? undefined : editedByOthers;
  }
  const isAsRecorded = onRole !== undefined && (isOnRole || areSame(onRole, known));
  if (!isAsRecorded && !isOnlyTaken(grant, known, steps)) return editedByOthers;
  return bindingReason(known, grant, steps);
}

/** The policy has all that the grant says, and more: a revocation says what goes. */
function isOnlyTaken(grant: Grant, known: Grant, steps: Steps): boolean {
  const onRole = onRoleOf(grant, steps);
  return (
    onRole !== undefined &&
    haveSameKeys(onRole, grant) &&
    isWithin(grant.bound, onRole.bound) &&
    losersOf(grant, known, steps).length > 0
  );
}

function onRoleOf({ secret }: GrantedSecret, { onRole }: Steps): GrantedSecret | undefined {
  return onRole?.find((other) => other.secret === secret);
}

const editedByOthers = "The policy that grants it was changed or removed by someone else.";

/** The projects that may read only now: by name. */
function addedTo(known: Grant, grant: Grant): readonly string[] {
  if (known.bound === undefined || isWithin(grant.bound, known.bound)) return [];
  return grant.projects.filter((name) => !known.projects.includes(name));
}

/** Why it is bound otherwise; `undefined` where that only takes it from projects, which a revocation says. */
function bindingReason(known: Grant, grant: Grant, steps: Steps): string | undefined {
  if (steps.loosened.has(grant.secret)) return "IAM's quota has no room for the names of its projects.";
  if (grant.bound === undefined) return "The deployment does not bind its grants to projects.";
  if (known.bound === undefined)
    return "It is for the projects that the secret's tags name, and no longer for the whole role.";
  if (known.bound.strict !== grant.bound.strict) {
    return grant.bound.strict
      ? "It is for builds alone, and no longer for whoever else may assume the role."
      : "It is also for requests that carry no project.";
  }
  const added = addedTo(known, grant);
  if (added.length > 0) return needReason({ ...grant, projects: added });
  if (!isWithin(grant.bound, known.bound)) return "The secret's tags name more projects than before.";
  const isTold = losersOf(grant, known, steps).length > 0;
  return isTold ? undefined : "The secret's tags name fewer projects than before.";
}

/** The grant has them all. */
const projectsShown = 20;

function keyReason({ nextKey }: Grant): string {
  return nextKey === undefined
    ? "The secret is encrypted with another key than before."
    : "The secret names another key for its next value, and its present value is not encrypted with that.";
}

function needReason({ projects, secret }: Grant): string {
  const need =
    projects.length === 1
      ? `Project ${projects[0]} pulls its image with the secret ${secret}`
      : `Projects ${listed(projects, projectsShown)} pull their images with the secret ${secret}`;
  return `${need}, and the secret's tags consent.`;
}

/** What projects lose while others keep it. */
function partialRevocation(grant: Grant, recorded: readonly Grant[], steps: Steps): readonly Change[] {
  const { work } = steps.snapshot;
  const known = recorded.find((other) => other.secret === grant.secret) ?? leftByCrash(grant, steps);
  const projects = known === undefined ? [] : losersOf(grant, known, steps);
  if (known === undefined || projects.length === 0) return [];
  const losses = steps.losses.get(grant.secret);
  const reasons = new Set(projects.map((name) => losses?.get(name) ?? "No project needs it."));
  const binding: Binding = {
    projects: projects.map((name) => projectArnOf(name, work)),
    strict: grant.bound?.strict === true,
  };
  return [changeOf(steps, "revocation", bound({ ...known, projects }, binding), [...reasons].join(" "))];
}

/** What the policy gives, and no record was finished of. */
function leftByCrash({ role, region, ...grant }: Grant, steps: Steps): Grant | undefined {
  const onRole = onRoleOf(grant, steps);
  return onRole && { role, region, ...onRole, projects: [] };
}

/** The projects that the ledger or the policy on the role gives the secret to, and that are to read it no longer. */
function losersOf(grant: Grant, known: Grant, steps: Steps): readonly string[] {
  const { snapshot, settings } = steps;
  const onRole = onRoleOf(grant, steps);
  if (settings.mode === "plan" && onRole !== undefined && areSame(onRole, grant)) return [];
  const unrecorded = onRole?.bound === undefined ? [] : namesIn(onRole.bound, grant, snapshot);
  const before = onRole === undefined ? [known.bound] : [known.bound, onRole.bound];
  return takenFrom([...known.projects, ...unrecorded], before, grant, snapshot.work);
}

/** What a crash left in a binding: projects by name, and those that name the secret. */
function namesIn(
  { projects }: Binding,
  { secret }: Grant,
  { projects: read, secrets }: Snapshot,
): readonly string[] {
  const named = projects.flatMap((pattern) => /project\/([^*]+)$/.exec(pattern)?.[1] ?? []);
  const users = [...read.values()].flatMap((project) => {
    if (project.kind !== "known" || project.value.credential === undefined) return [];
    const found = foundBy(secrets.get(project.value.credential));
    return found?.secret.arn === secret ? [project.value.name] : [];
  });
  return [...named, ...users];
}

/** A crash between the policy and the ledger can leave a secret in the policy that no one needs any more. */
function unrecorded(
  onRole: readonly GrantedSecret[],
  recorded: readonly Grant[],
  { work }: Snapshot,
): readonly Grant[] {
  return onRole
    .filter(({ secret }) => !recorded.some((grant) => grant.secret === secret))
    .map((granted) => ({ role: work.role, region: work.region, ...granted, projects: [] }));
}

/** What of a grant stands in the policy. */
function contentOf({ key, nextKey, bound }: Grant): readonly unknown[] {
  return [key ?? null, ...(nextKey === undefined ? [] : [nextKey]), ...(bound === undefined ? [] : [bound])];
}

function changeOf(
  { snapshot, settings }: Steps,
  kind: "grant" | "revocation",
  grant: Grant,
  reason: string,
): Change {
  const { role, account, region, causes } = snapshot.work;
  const from = snapshot.grants.find((recorded) => recorded.secret === grant.secret);
  const id = changeId(snapshot, settings.mode, {
    kind,
    from: from === undefined ? null : [from.since ?? null, ...contentOf(from)],
    to: [grant.secret, ...contentOf(grant)],
  });
  return { kind, id, role, account, region, reason, causes, outlook: [], grant };
}
