import { roleName } from "../model/arn.ts";
import type { Project } from "../model/project.ts";
import { everyGrant } from "./listing.ts";
import type { Place, ScopeReads } from "./place.ts";
import { type Roles, rolesOf } from "./work.ts";

/** IAM takes names in any case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export async function rolesOfRole(
  name: string,
  projects: readonly Project[],
  reads: ScopeReads,
  place: Place,
): Promise<Roles> {
  const isMeant = ({ role }: Pick<Project, "role">) => roleName(role).toLowerCase() === name.toLowerCase();
  return rolesOf(projects.filter(isMeant), (await everyGrant(reads, place)).filter(isMeant));
}
