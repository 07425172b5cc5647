import { roleName } from "../model/arn.ts";
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import { nameOfRole } from "../model/project-use.ts";
import type { ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/** The projects that use the role, and its grants. */
export function rolesOfRole(
  name: string,
  projects: readonly Project[],
  grants: readonly RecordedGrant[],
): ProjectsByRole {
  const isMeant = named([name]);
  return rolesOf(projects.filter(isMeant), grants.filter(isMeant));
}

/** Of the roles that hold a grant those that the managed policy is attached to or bounds. */
export async function holdersWithPolicy(
  policy: string,
  grants: readonly RecordedGrant[],
  { policyHolders }: Pick<ScopeReads, "policyHolders">,
): Promise<ProjectsByRole> {
  if (grants.length === 0) return rolesOf([], []);
  return rolesOf([], grants.filter(named(await policyHolders.rolesWith(policy))));
}

function named(names: readonly string[]): (holder: Pick<Project, "role">) => boolean {
  const meant = new Set(names.map(nameOfRole));
  return ({ role }) => meant.has(nameOfRole(roleName(role)));
}
