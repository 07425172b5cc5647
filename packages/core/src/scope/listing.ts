/** Everything that a deployment looks after, page by page. */
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import { onlyOnce } from "../observe/reading.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";

/** All projects of the Region. */
export async function everyProject(
  { projects }: Pick<ScopeReads, "projects">,
  { region }: DeploymentScope,
): Promise<readonly Project[]> {
  const all: Project[] = [];
  for await (const names of projects.list(region)) all.push(...(await projects.read(region, names)));
  return all;
}

/** What there is in the Region, listed when it is first asked for, and once. */
export interface Listed {
  readonly projects: () => Promise<readonly Project[]>;
  readonly grants: () => Promise<readonly RecordedGrant[]>;
}

export function listedOnce(reads: ScopeReads, place: DeploymentScope): Listed {
  return {
    projects: onlyOnce(() => everyProject(reads, place)),
    grants: onlyOnce(() => everyGrant(reads, place)),
  };
}

/** All grants of the Region, as the ledger has them. */
export async function everyGrant(
  { ledger }: { readonly ledger: Pick<ScopeReads["ledger"], "allGrants"> },
  { region }: DeploymentScope,
): Promise<readonly RecordedGrant[]> {
  const all: RecordedGrant[] = [];
  for await (const grants of ledger.allGrants(region)) all.push(...grants);
  return all;
}
