/** From a diagnosis to what is to be done: pure, and the same for the same diagnosis. */

import { type Diagnosis, diagnose, everyFinding } from "../diagnose/diagnose.ts";
import { isUnlimited, noLimits, type RefusedWrites, type RepairLimits } from "../diagnose/limits.ts";
import { isOpen, type RoleVerdict } from "../diagnose/role-verdict.ts";
import { lineOf } from "../diagnose/unread.ts";
import type { SecretArn } from "../model/arn.ts";
import type { Change, Grant, Normalizes } from "../model/change.ts";
import { type Finding, findingKey, type RuleId } from "../model/finding.ts";
import type { Project } from "../model/project.ts";
import type { Settings } from "../model/settings.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { snapshotAfter } from "./after.ts";
import type { Plan, Pull } from "./decided.ts";
import { examinedSubjects } from "./examined.ts";
import { decideGrants } from "./grants.ts";
import { normalize } from "./normalization.ts";
import { outlookOf, sharingOf } from "./outlook.ts";
import { planPolicy } from "./policy-plan.ts";
import { retriesOf } from "./retries.ts";

/** Brings the role and the projects of the work to their desired state; says what is wrong beyond that. */
export function plan(before: Diagnosis, settings: Settings): Plan {
  const { snapshot, role, needs } = before;
  const decision = decideGrants(snapshot, needs, settings);
  const policy = planPolicy(role, { snapshot, settings, decision });
  const normalizations = normalizationsOf(before, settings, isOpen(role) ? policy.grants : []);
  const updates = [...normalizations.values()].flatMap((each) =>
    each.kind === "update" ? [each.update] : [],
  );
  const outOfReach = role.kind === "left-out" ? decision.removalReasons : noLimits.outOfReach;
  const { charactersWanted, loosened } = policy;
  const drifting = driftingOf(normalizations, snapshot);
  const limits = { ...noLimits, charactersWanted, loosened, drifting, outOfReach };
  const isAsBefore = policy.write.kind === "keep" && updates.length === 0 && isUnlimited(limits);
  const after =
    isAsBefore && snapshot.failedBuilds === undefined
      ? before
      : diagnose(snapshotAfter(before, policy.write, updates), settings, limits);
  const changes = [...policy.changes, ...updates.map((update) => update.change)];
  const told = <T extends Change>(change: T): T => ({
    ...change,
    outlook: outlookOf(change, after),
    ...sharingOf(change, after),
  });
  return withoutWritesInPlanMode({
    work: snapshot.work,
    mode: settings.mode,
    changes: changes.map(told),
    policy: policy.write,
    taken: takenBy(policy.changes, snapshot, settings),
    grants: policy.grants,
    updates: updates.map((update) => ({ ...update, change: told(update.change) })),
    retries: retriesOf(before, after, [...policy.changes, ...updates.map(({ change }) => change)]),
    pulls: pullsOf(snapshot),
    before,
    after,
    limits,
    findings: announced(after),
    examined: examinedSubjects(after),
    unread: before.unread,
    unknowns: [...new Set(before.unread.map(lineOf))].sort(),
  });
}

type Normalizations = ReadonlyMap<string, ReturnType<typeof normalize>>;

/** Only where the grant stands: no build ever sees the new reference without the permission. */
function normalizationsOf(
  { snapshot, needs }: Diagnosis,
  settings: Settings,
  grants: readonly Grant[],
): Normalizations {
  const normalizations = new Map<string, ReturnType<typeof normalize>>();
  for (const [name, need] of needs) {
    const project = snapshot.projects.get(name);
    if (need.kind !== "secret" || project?.kind !== "known") continue;
    const granted = grants.some(
      ({ secret, projects }) => secret === need.secret.arn && projects.includes(name),
    );
    if (granted) normalizations.set(name, normalize(project.value, need.secret.arn, snapshot, settings));
  }
  return normalizations;
}

/** The same once AWS refused some of it: `made` are the normalizations that came about. */
export function afterRefusal(decided: Plan, refused: RefusedWrites, made: readonly Normalizes[] = []): Plan {
  const { before } = decided;
  const write = refused.policy === undefined ? decided.policy : ({ kind: "keep" } as const);
  const updates = decided.updates.filter(({ change }) => made.some(({ id }) => id === change.id));
  const as = snapshotAfter(before, write, updates);
  const after = diagnose(as, before.settings, { ...decided.limits, refused });
  return { ...decided, after, findings: announced(after), examined: examinedSubjects(after) };
}

function driftingOf(normalizations: Normalizations, { driftRounds }: Snapshot): RepairLimits["drifting"] {
  const drifting = [...normalizations].filter(([, { drifts }]) => drifts);
  return new Map(drifting.map(([name]) => [name, driftRounds.get(name)?.tool]));
}

/** IAM may go on showing for a while what was taken. */
function takenBy(changes: readonly Change[], snapshot: Snapshot, settings: Settings): readonly SecretArn[] {
  const now = changes.flatMap((change) => (change.kind === "revocation" ? [change.grant.secret] : []));
  const before = isJustWritten(snapshot, settings) ? (snapshot.policyWritten?.taken ?? []) : [];
  return [...new Set([...before, ...now])].sort();
}

function pullsOf({ projects }: Snapshot): ReadonlyMap<string, Pull> {
  const pulls = new Map<string, Pull>();
  for (const [name, project] of projects) {
    if (project.kind !== "known") continue;
    const { credential, pullCredentials }: Project = project.value;
    pulls.set(name, { credential, pullCredentials });
  }
  return pulls;
}

/**
 * Who lets pullpass alone hears nothing; nor is said twice what another finding comes before, or what a project without a
 * credential has to do with its registry.
 */
function announced(after: Diagnosis): readonly Finding[] {
  if (after.role.kind === "ignored" || after.role.kind === "left-alone") return [];
  const projects = new Map(
    [...after.projects].filter(([name]) => {
      const need = after.needs.get(name)?.kind;
      return need !== "ignored" && need !== "elsewhere";
    }),
  );
  const found = everyFinding({ projects, beside: after.beside });
  // Of what is not the deployment's to touch, only that, and what stays there: the rest would be news of other people's accounts.
  if (isOutOfReach(after.role)) {
    return found.filter(({ rule }) => rule === "role-out-of-reach" || rule === "change-refused");
  }
  return found.filter((finding) => isAnnounced(finding, after));
}

function isOutOfReach({ kind }: RoleVerdict): boolean {
  return kind === "left-out" || kind === "lacking";
}

function isAnnounced({ rule, blocks, waitsFor, subject }: Finding, after: Diagnosis): boolean {
  const { projects, needs, beside } = after;
  if (waitsFor !== undefined) return false;
  if (beside.some((each) => findingKey(each) === findingKey({ rule, subject }))) return true;
  if (isRepairedBy(rule) && isUndecided(subject, after)) return false;
  // Only that another secret could take its place one day: who turns normalization off knows.
  if (rule === "credential-not-arn" && !blocks) return false;
  if (subject.kind === "role") return [...needs.values()].some(({ kind }) => kind === "secret");
  if (rule === "role-shared" || rule === "pull-failed") return true;
  return rule === "plaintext-credential" || projects.get(subject.name)?.facts.credential !== undefined;
}

/** What pullpass repairs as soon as it knows all that it needs to know. */
function isRepairedBy(rule: RuleId): boolean {
  return ["access-missing", "credential-not-arn", "decrypt-missing", "pull-type-wrong"].includes(rule);
}

/** The work is tried again. */
function isUndecided(subject: Finding["subject"], { role, needs }: Diagnosis): boolean {
  if (role.kind === "unknown" || (role.kind === "touchable" && !isOpen(role))) return true;
  return subject.kind === "project" && needs.get(subject.name)?.kind === "unknown";
}

function withoutWritesInPlanMode(plan: Plan): Plan {
  return plan.mode === "plan" ? { ...plan, policy: { kind: "keep" }, updates: [] } : plan;
}
