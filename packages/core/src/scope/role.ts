import { roleName } from "../model/arn.ts";
import type { Project } from "../model/project.ts";
import { everyGrant } from "./listing.ts";
import type { Place, ScopeReads } from "./place.ts";
import { type Roles, rolesOf } from "./work.ts";

/** The projects that use the role, and its grants. */
export async function rolesOfRole(
  name: string,
  projects: readonly Project[],
  reads: ScopeReads,
  place: Place,
): Promise<Roles> {
  const isMeant = named([name]);
  return rolesOf(projects.filter(isMeant), (await everyGrant(reads, place)).filter(isMeant));
}

/** The role, if it holds a grant. */
export async function holdersNamed(name: string, reads: ScopeReads, place: Place): Promise<Roles> {
  return rolesOf([], (await everyGrant(reads, place)).filter(named([name])));
}

/** Of the roles that hold a grant those that the managed policy is attached to or bounds. */
export async function holdersWithPolicy(policy: string, reads: ScopeReads, place: Place): Promise<Roles> {
  const grants = await everyGrant(reads, place);
  if (grants.length === 0) return rolesOf([], []);
  return rolesOf([], grants.filter(named(await reads.policyHolders.rolesWith(policy))));
}

/** IAM takes names in any case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function named(names: readonly string[]): (holder: Pick<Project, "role">) => boolean {
  const meant = new Set(names.map((name) => name.toLowerCase()));
  return ({ role }) => meant.has(roleName(role).toLowerCase());
}
