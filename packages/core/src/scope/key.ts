import { type KeyUse, keyName, unknownKey } from "../model/key-use.ts";
import { readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/**
 * The projects whose secrets are under the key, as the ledger's index has it, with the roles that they use now. A key that nobody
 * could tell may be this one. What the index lacks, the sweep looks at.
 */
export async function rolesOfKey(
  names: readonly string[],
  {
    ledger,
    projects,
  }: Pick<ScopeReads, "projects"> & { readonly ledger: Pick<ScopeReads["ledger"], "keyUses"> },
  { region }: DeploymentScope,
): Promise<ProjectsByRole> {
  const keys = [...new Set([...names.map(keyName), unknownKey])];
  const uses: KeyUse[] = (await Promise.all(keys.map((key) => ledger.keyUses(region, key)))).flat();
  const meant = [...new Set(uses.map(({ project }) => project))].sort();
  return rolesOf((await readEach(region, meant, projects)).projects, []);
}
