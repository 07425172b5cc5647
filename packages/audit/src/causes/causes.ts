/** The causes of an audit's troubles, each once, with all the projects that have it. */
import {
  type ChainStep,
  type Mender,
  type PullVerdict,
  type Remedy,
  type RoleArn,
  type SecretArn,
  type Severity,
  stepNames,
} from "@pullpass/core";
import { generalized } from "@pullpass/core/parts";
import type { ProjectReport } from "../report.ts";
import { causeOf, type ProjectCause, stepOfCause } from "./cause-of.ts";

export interface SharedCause {
  /** @see ProjectCause */
  readonly id: string;
  /** Of all its projects. */
  readonly verdict: PullVerdict;
  /** `null` where it hangs on what nobody knows. */
  readonly severity: Severity | null;
  readonly region: string;
  /** One sentence, of all its projects. */
  readonly title: string;
  /** `null`: whoever looks. */
  readonly mender: Mender | null;
  /** Names, in their order. */
  readonly projects: readonly string[];
  /** Each once. */
  readonly roles: readonly RoleArn[];
  /** What it is about; `null` unless all have the same. */
  readonly secret: SecretArn | null;
  /** The first of the projects, and what mends it. */
  readonly first: Pick<ProjectReport, "name" | "role">;
  readonly remedy: Remedy;
}

/** What cannot pull first, then what is unknown, then the rest by severity; those with most projects first. */
export function causesOf(projects: Iterable<ProjectReport>): readonly SharedCause[] {
  const groups = new Map<string, Group>();
  for (const project of projects) {
    const cause = causeOf(project);
    if (cause === undefined) continue;
    const group = groups.get(cause.id) ?? newGroup(cause, project);
    groups.set(cause.id, group);
    addTo(group, project);
  }
  return [...groups.values()].map(asCause).sort(inOrder);
}

interface Group {
  readonly cause: ProjectCause;
  readonly first: ProjectReport;
  readonly names: string[];
  readonly roles: Set<RoleArn>;
  secret: SecretArn | null;
}

function newGroup(cause: ProjectCause, first: ProjectReport): Group {
  const secret = beforeTheSecret.has(stepOfCause(cause.deciding)) ? null : first.secret;
  return { cause, first, names: [], roles: new Set(), secret };
}

/** What stands there is wrong whatever the secret. */
const beforeTheSecret: ReadonlySet<ChainStep> = new Set(["project", "image", "registry", "role"]);

function addTo(group: Group, { name, role, secret }: ProjectReport): void {
  group.names.push(name);
  group.roles.add(role);
  if (group.secret !== secret) group.secret = null;
}

function asCause({ cause: { id, deciding }, first, names, roles, secret }: Group): SharedCause {
  const { verdict, region, next: remedy } = first;
  const common = { id, verdict, region, projects: names, roles: [...roles], secret, first, remedy };
  const ofAll = (text: string) =>
    names.length === 1 ? text : generalized(text, first, roles.size === 1 ? "one" : "several");
  if (deciding.kind === "unknown") {
    const { step, why } = deciding.link;
    return { ...common, severity: null, mender: null, title: ofAll(`${stepNames[step]}: ${why}`) };
  }
  const { finding } = deciding;
  return {
    ...common,
    severity: finding.severity,
    mender: deciding.first.mender,
    title: ofAll(finding.title),
  };
}

function inOrder(a: SharedCause, b: SharedCause): number {
  return placeOf(a) - placeOf(b) || b.projects.length - a.projects.length || (a.title < b.title ? -1 : 1);
}

const places: readonly (PullVerdict | Severity | null)[] = [
  "fails",
  "unknown",
  "high",
  "medium",
  "low",
  "info",
];

function placeOf({ verdict, severity }: SharedCause): number {
  const place = places.indexOf(verdict);
  return place >= 0 ? place : places.indexOf(severity);
}
