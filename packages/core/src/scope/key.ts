import { keyName, unknownKey } from "../model/project-use.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { usersOf } from "./users.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/** The projects whose secrets are under the key, with the roles that they use now. A key that nobody could tell may be this one. */
export async function rolesOfKey(
  names: readonly string[],
  reads: ScopeReads,
  place: DeploymentScope,
): Promise<ProjectsByRole> {
  const keys = [...new Set([...names.map(keyName), unknownKey])];
  const used = keys.map((name) => ({ kind: "key", name }) as const);
  return rolesOf(await usersOf(used, reads, place), []);
}
