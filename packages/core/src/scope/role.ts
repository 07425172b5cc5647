import { roleName } from "../model/arn.ts";
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
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

/** IAM takes names in any case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function named(names: readonly string[]): (holder: Pick<Project, "role">) => boolean {
  const meant = new Set(names.map((name) => name.toLowerCase()));
  return ({ role }) => meant.has(roleName(role).toLowerCase());
}
