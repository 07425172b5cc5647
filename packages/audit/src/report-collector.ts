/** What an audit has seen so far, Region after Region and role after role; at the end, the report. */

import { consentOf, type Plan, type RoleArn, roleName, type Secret, type SecretArn } from "@pullpass/core";
import type { FoundSecret, ProjectArn, RoleState } from "@pullpass/core/parts";
import { compressedRows } from "./compressed-rows.ts";
import { counter } from "./counts.ts";
import type { AuditQuestion } from "./question.ts";
import type { Readable, Readers, ReadingProject } from "./readers.ts";
import type { ProjectReport, RoleReport, RoleWithAccess, SecretReport, UnneededGrant } from "./report.ts";
import { unknownsCollector } from "./unknowns.ts";
import { unneededGrants } from "./unneeded.ts";

/** All that is kept of a project beside its row. */
type User = Pick<ProjectReport, "arn" | "role">;

/** `keepsStates`: whether the roles are to be remembered that were looked at, for nobody else knows them. */
export function reportCollector(
  { tagPrefix, policyName, projects: wanted }: Pick<AuditQuestion, "tagPrefix" | "policyName" | "projects">,
  keepsStates: boolean,
) {
  const projects = compressedRows<ProjectReport>(({ region, name }) => `${region} ${name}`);
  const counted = counter();
  const unknown = unknownsCollector();
  const users = new Map<RoleArn, ProjectArn[]>();
  const secrets = new Map<SecretArn, { found: FoundSecret; users: User[] }>();
  const roles = new Map<RoleArn, RoleReport["state"]>();
  const states = new Map<RoleArn, RoleState>();
  const ofRole = new Map<RoleArn, Map<string, ReadingProject>>();
  const unneeded: UnneededGrant[] = [];

  return {
    /** Projects that need no registry and have nothing wrong with them are only counted, unless they were named. */
    project(report: ProjectReport, found: FoundSecret | undefined): void {
      const { verdict, arn, role } = report;
      counted.project(report);
      if (wanted === "all" && verdict === "no-registry" && report.findings.length === 0) return;
      projects.add(report);
      unknown.project(report);
      addTo(users, role, arn);
      if (found === undefined || verdict === "no-registry") return;
      const seen = secrets.get(found.secret.arn) ?? { found, users: [] };
      seen.users.push({ arn, role });
      secrets.set(found.secret.arn, seen);
    },

    role(plan: Plan): void {
      const { role, work } = plan.before.snapshot;
      roles.set(work.role, stateOf(plan));
      const all = ofRole.get(work.role) ?? new Map<string, ReadingProject>();
      for (const { facts } of plan.before.projects.values()) {
        const { arn, account, name } = facts.project;
        all.set(arn, { arn, account, name });
      }
      ofRole.set(work.role, all);
      if (keepsStates && role.kind === "known") states.set(work.role, role.value);
      if (work.listing !== undefined) unneeded.push(...unneededGrants(plan, policyName));
    },

    /** One that no project needs to name. */
    secret(found: FoundSecret): void {
      if (!secrets.has(found.secret.arn)) secrets.set(found.secret.arn, { found, users: [] });
    },

    isRegistrySecret: ({ tags }: Secret): boolean => consentOf(tags, tagPrefix).kind !== "none",
    states: () => states.values(),
    /** In every Region. */
    projectsOf: (role: RoleArn): readonly ReadingProject[] => [...(ofRole.get(role)?.values() ?? [])],
    /** By Region, then name. */
    projects: (): Iterable<ProjectReport> => projects,
    counts: counted.counts,
    unknowns: unknown.all,
    unneeded: () => inOrder(unneeded, ({ role, secret }) => `${role} ${secret}`),

    readable: (): readonly Readable[] =>
      [...secrets.values()].map(({ found, users }) => ({
        found,
        neededBy: new Set(users.map(({ role }) => role)),
      })),

    secrets: ({ bySecret: readers }: Readers): readonly SecretReport[] =>
      inOrder(
        [...secrets.values()].map(({ found, users }) => secretReport(found, users, readers)),
        ({ arn }) => arn,
      ),

    /** Of the projects, and the readers. */
    roles({ bySecret, ofEverything }: Readers): readonly RoleReport[] {
      const readers = [...ofEverything, ...[...bySecret.values()].flat()].map(({ role }) => role);
      const arns = new Set([...users.keys(), ...readers]);
      return [...arns].sort().map((arn) => ({
        arn,
        name: roleName(arn),
        projects: (users.get(arn) ?? []).sort(),
        state: roles.get(arn) ?? "unknown",
      }));
    },
  };

  function secretReport(
    { secret, key }: FoundSecret,
    users: readonly User[],
    readers: ReadonlyMap<SecretArn, readonly RoleWithAccess[]>,
  ): SecretReport {
    const consent = Object.entries(secret.tags).filter(([tag]) => tag.startsWith(tagPrefix));
    return {
      arn: secret.arn,
      name: secret.name,
      region: secret.region,
      key: key.kind === "customer" ? key.key.arn : null,
      consent: inOrder(consent, ([tag]) => tag),
      projects: users.map(({ arn }) => arn).sort(),
      readers: readers.get(secret.arn) ?? [],
    };
  }
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function stateOf({ before: { role, snapshot } }: Plan): RoleReport["state"] {
  if (role.kind === "absent" || snapshot.role.kind === "absent") return "missing";
  if (snapshot.role.kind === "unknown" || role.kind === "unknown") return "unknown";
  return role.kind === "not-codebuild" && role.trusts === "others" ? "not-assumable" : "assumable";
}

function inOrder<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
