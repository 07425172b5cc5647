import type { RoleArn } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import type { Cause } from "../model/trigger.ts";
import type { Work } from "../model/work.ts";
import type { DeploymentScope } from "./place.ts";

/** The roles to look at, each with the names of projects. */
export type ProjectsByRole = ReadonlyMap<RoleArn, ReadonlySet<string>>;

/** Projects under their role; roles of grants need no projects, because observing adds those that the ledger names. */
export function rolesOf(
  projects: readonly Project[],
  grants: readonly Pick<Grant, "role">[],
): ProjectsByRole {
  const roles = new Map<RoleArn, Set<string>>(grants.map(({ role }) => [role, new Set()]));
  for (const { role, name } of projects) roles.set(role, (roles.get(role) ?? new Set()).add(name));
  return roles;
}

/** One piece of work a role, in the order of their ARNs. */
export function workOf(
  roles: ProjectsByRole,
  { account, region }: DeploymentScope,
  causes: readonly Cause[],
  listing?: Work["listing"],
): readonly Work[] {
  return [...roles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, projects]) => ({ role, account, region, projects: [...projects].sort(), listing, causes }));
}
