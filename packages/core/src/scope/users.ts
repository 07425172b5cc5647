import type { Project } from "../model/project.ts";
import type { Used } from "../model/project-use.ts";
import { readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";

type UserReads = Pick<ScopeReads, "projects"> & { readonly ledger: Pick<ScopeReads["ledger"], "uses"> };

/** The projects that hang on any of these as the ledger's index has it, as they are now. What the index lacks, the sweep looks at. */
export async function usersOf(
  used: readonly Used[],
  { ledger, projects }: UserReads,
  { region }: Pick<DeploymentScope, "region">,
): Promise<readonly Project[]> {
  const uses = (await Promise.all(used.map((each) => ledger.uses(region, each)))).flat();
  const names = [...new Set(uses.map(({ project }) => project))].sort();
  return (await readEach(region, names, projects)).projects;
}
