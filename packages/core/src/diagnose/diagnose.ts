/** From what was read to the one answer: pure, and the same for the same snapshot. */
import { contactOf } from "../model/contact.ts";
import { type Finding, findingKey, severities } from "../model/finding.ts";
import type { Settings } from "../model/settings.ts";
import { ownGrantsOf } from "../observe/own-grants.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { answersOfRole } from "./access/shared-answers.ts";
import { chainOf } from "./chain/chain.ts";
import { placeInChain } from "./chain/place-in-chain.ts";
import type { ProjectDiagnosis } from "./diagnosis.ts";
import { findingOfBuild } from "./failed-build.ts";
import { noLimits, type RepairLimits } from "./limits.ts";
import { unreadOfRole, unreadThatMatters } from "./matters.ts";
import { type Need, needOf } from "./need.ts";
import { factsOf, type ProjectFacts } from "./project-facts.ts";
import { judgeRole, type RoleVerdict } from "./role-verdict.ts";
import { refusedRole } from "./rules/change-refused.ts";
import { rules } from "./rules/index.ts";
import { unreadableProject } from "./rules/project-unreadable.ts";
import { sharedRole } from "./rules/role-shared.ts";
import { unreadableRole } from "./rules/role-unreadable.ts";
import type { RuleContext } from "./rules/rule.ts";
import { isUnreadable, type UnreadPart } from "./unread.ts";
import { verdictOf } from "./verdict.ts";

export interface Diagnosis {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly role: RoleVerdict;
  /** What pullpass may give each project of the work and of the role's grants, by name. */
  readonly needs: ReadonlyMap<string, Need>;
  /** Of the projects that were read and use the role, by name. */
  readonly projects: ReadonlyMap<string, DiagnosedProject>;
  /** What could not be read and matters. */
  readonly unread: readonly UnreadPart[];
  /** Of the role, whether or not it has projects, and of projects that could not be read. */
  readonly beside: readonly Finding[];
}

export interface DiagnosedProject extends ProjectDiagnosis {
  readonly facts: ProjectFacts;
  /** Whether one of the findings is known by a build's words alone. */
  readonly toldByBuild: boolean;
}

/** `limits` are what a plan for the same snapshot ran into. */
export function diagnose(snapshot: Snapshot, settings: Settings, limits: RepairLimits = noLimits): Diagnosis {
  const role = judgeRole(snapshot, settings);
  const recorded = snapshot.alone ? [] : snapshot.grants.flatMap((grant) => grant.projects);
  const names = [...new Set([...snapshot.work.projects, ...recorded, ...snapshot.projects.keys()])].sort();
  const needs = new Map(names.map((name) => [name, needOf(name, snapshot, settings)]));
  const judged = { snapshot, settings, role, needs };
  const answers = answersOfRole();
  const context: RuleContext = {
    snapshot,
    settings,
    role,
    limits,
    ownGrants: ownGrantsOf(snapshot, settings),
    unreadOfRole: unreadOfRole(judged),
    waiting: waitingFor(needs),
  };
  return {
    ...judged,
    unread: unreadThatMatters(judged),
    beside: findingsBeside(context, needs),
    projects: new Map(
      [...needs].flatMap(([name, need]) => {
        const project = snapshot.projects.get(name);
        if (project?.kind !== "known" || project.value.role !== snapshot.work.role) return [];
        return [[name, diagnoseProject(factsOf(project.value, snapshot, need, answers), context)] as const];
      }),
    ),
  };
}

function waitingFor(needs: Diagnosis["needs"]): RuleContext["waiting"] {
  const waiting = [...needs].flatMap(([name, need]) =>
    need.kind === "no-consent" ? [{ name, secret: need.secret.arn }] : [],
  );
  return new Map(
    [...Map.groupBy(waiting, ({ secret }) => secret)].map(([secret, all]) => [
      secret,
      all.map(({ name }) => name),
    ]),
  );
}

function findingsBeside(context: RuleContext, needs: Diagnosis["needs"]): readonly Finding[] {
  const { work, projects } = context.snapshot;
  const unread = [...needs].flatMap(([name, need]) => {
    const isRead = projects.get(name)?.kind === "known";
    if (isRead || need.kind !== "unknown" || !isUnreadable(need.unread)) return [];
    return [unreadableProject(name, need.unread, work)];
  });
  return [...unread, refusedRole(context), unreadableRole(context), sharedRole(context)].filter(
    (each) => each !== undefined,
  );
}

function diagnoseProject(facts: ProjectFacts, context: RuleContext): DiagnosedProject {
  const chain = chainOf(facts, context.settings.tagPrefix);
  const found = rules.flatMap((rule) => rule.examine(facts, context) ?? []);
  const ofBuild = findingOfBuild(facts, found, context);
  const named = (ofBuild === undefined ? found : [...found, ofBuild]).map((finding) =>
    withContact(finding, facts, context.settings),
  );
  const findings = inOrder(named);
  return { facts, chain, findings, toldByBuild: ofBuild !== undefined, ...verdictOf(facts, chain, findings) };
}

/** What is about the role names nobody: which of its projects it is found with says nothing. */
function withContact(finding: Finding, { project, found }: ProjectFacts, { tagPrefix }: Settings): Finding {
  if (finding.subject.kind === "role") return finding;
  const contact = contactOf(finding.mender, { project, secret: found?.secret }, tagPrefix);
  return contact === undefined ? finding : { ...finding, contact };
}

/** Worst first; of the same severity, what stands first in the chain, then by rule. */
export function inOrder<Item extends Pick<Finding, "severity" | "rule">>(
  findings: readonly Item[],
): readonly Item[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      placeInChain(a.rule) - placeInChain(b.rule) ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

/**
 * Of all projects, each once: what is about the role is found with each of them, and counts as worst. In the order of
 * their rules, then of their subjects.
 */
export function everyFinding({
  projects,
  beside,
}: Pick<Diagnosis, "projects" | "beside">): readonly Finding[] {
  const all = [...[...projects.values()].flatMap(({ findings }) => findings), ...beside];
  const found = inOrder(all).toReversed();
  const keyed = new Map(found.map((finding) => [findingKey(finding), finding]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}
