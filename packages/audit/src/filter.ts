/** A part of an audit: the projects and findings that somebody wants to look at. */
import {
  type Finding,
  type PullVerdict,
  type RuleId,
  roleName,
  type Severity,
  severities,
} from "@pullpass/core";
import { nextStep } from "@pullpass/core/parts";
import { causeOf } from "./causes/cause-of.ts";
import { counter } from "./counts.ts";
import type { AuditInRows, ProjectReport, RoleWithAccess, UnneededGrant } from "./report.ts";
import { nameOfSecret } from "./secret-name.ts";
import { unknownsCollector } from "./unknowns.ts";

/** Each that is given narrows it further; of several values of one, any. */
export interface AuditFilter {
  readonly verdicts: readonly PullVerdict[] | null;
  readonly rules: readonly RuleId[] | null;
  /** That severity, or a worse one. */
  readonly severity: Severity | null;
  /** Names or ARNs. */
  readonly secrets: readonly string[] | null;
  readonly roles: readonly string[] | null;
  /** Ids. */
  readonly causes: readonly string[] | null;
}

/** The findings that the filter is about. */
function wantedFindings({ rules, severity }: AuditFilter, findings: readonly Finding[]): readonly Finding[] {
  const severe = severity === null ? severities : severities.slice(0, severities.indexOf(severity) + 1);
  return findings.filter((each) => (rules?.includes(each.rule) ?? true) && severe.includes(each.severity));
}

/** The report with what the filter asks for, counted anew, and `filter` beside it. */
export function filtered(report: AuditInRows, filter: AuditFilter): AuditInRows {
  const wanted = (project: ProjectReport) => filteredProject(project, filter);
  const projects = { [Symbol.iterator]: () => only(report.projects, wanted) };
  const counts = counter();
  const unknowns = unknownsCollector();
  const named = new Set<string>();
  const roles = new Set<string>();
  for (const project of projects) {
    counts.project(project);
    unknowns.project(project);
    roles.add(project.role);
    if (project.secret !== null) named.add(project.secret);
  }
  const secrets = report.secrets.filter((secret) => named.has(secret.arn) || isNamed(filter.secrets, secret));
  const readers = [...report.readersOfEverything, ...secrets.flatMap((secret) => secret.readers)];
  for (const { role } of readers) roles.add(role);
  const parts = {
    secrets,
    roles: report.roles.filter(({ arn }) => roles.has(arn)),
    unneeded: report.unneeded.filter((each) => isWantedGrant(each, filter)),
  };
  return {
    ...report,
    filter,
    projects,
    ...parts,
    counts: counts.counts(parts),
    unknowns: unknowns.all([]),
  };
}

function* only(
  projects: Iterable<ProjectReport>,
  wanted: (project: ProjectReport) => ProjectReport | undefined,
): Iterator<ProjectReport> {
  for (const project of projects) {
    const kept = wanted(project);
    if (kept !== undefined) yield kept;
  }
}

/** With the findings that are wanted and those that they wait for, and what to do about these. */
function filteredProject(project: ProjectReport, filter: AuditFilter): ProjectReport | undefined {
  const { verdicts, rules, severity, secrets, roles, causes } = filter;
  if (verdicts !== null && !verdicts.includes(project.verdict)) return undefined;
  if (roles !== null && !isNamed(roles, roleOf(project))) return undefined;
  if (secrets !== null && !isNamed(secrets, secretOf(project))) return undefined;
  if (rules === null && severity === null && causes === null) return project;
  const wanted = wantedFindings(filter, project.findings);
  if ((rules !== null || severity !== null) && wanted.length === 0) return undefined;
  const isAwaited = ({ rule }: Finding) => wanted.some(({ waitsFor }) => waitsFor === rule);
  const findings = project.findings.filter((each) => wanted.includes(each) || isAwaited(each));
  const narrowed = { ...project, findings };
  if (causes !== null && !causes.includes(causeOf(narrowed)?.id ?? "")) return undefined;
  return { ...narrowed, next: nextStep(narrowed) };
}

interface Named {
  readonly arn: string;
  readonly name: string;
}

function isNamed(wanted: readonly string[] | null, { arn, name }: Named): boolean {
  return wanted !== null && (wanted.includes(arn) || wanted.includes(name));
}

function roleOf({ role }: Pick<RoleWithAccess, "role">): Named {
  return { arn: role, name: roleName(role) };
}

/** One that was not found is known by what the project calls it. */
function secretOf({ secret, credential }: ProjectReport): Named {
  return { arn: secret ?? credential ?? "", name: nameOfSecret(secret ?? credential ?? "") };
}

function isWantedGrant({ role, secret, finding }: UnneededGrant, filter: AuditFilter): boolean {
  const { verdicts, secrets, roles, causes } = filter;
  return (
    verdicts === null &&
    causes === null &&
    (secrets === null || isNamed(secrets, { arn: secret, name: nameOfSecret(secret) })) &&
    (roles === null || isNamed(roles, roleOf({ role }))) &&
    wantedFindings(filter, [finding]).length > 0
  );
}
