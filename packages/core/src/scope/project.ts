import { readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/** A project that is not there any more, or that nobody can make out, is left to the sweep. */
export async function rolesOfProject(
  name: string,
  { projects }: Pick<ScopeReads, "projects">,
  { region }: DeploymentScope,
): Promise<ProjectsByRole> {
  return rolesOf((await readEach(region, [name], projects)).projects, []);
}
