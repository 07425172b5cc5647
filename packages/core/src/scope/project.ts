import type { Place, ScopeReads } from "./place.ts";
import { type Roles, rolesOf } from "./work.ts";

/** A project that is not there any more is left to the sweep. */
export async function rolesOfProject(
  name: string,
  { projects }: Pick<ScopeReads, "projects">,
  { region }: Place,
): Promise<Roles> {
  return rolesOf(await projects.read(region, [name]), []);
}
