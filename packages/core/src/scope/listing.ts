/** Everything that a deployment looks after, page by page. */
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import { onlyOnce } from "../observe/reading.ts";
import { type EachRead, readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";

/** All projects of the Region. */
export async function everyProject(
  { projects }: Pick<ScopeReads, "projects">,
  { region }: Pick<DeploymentScope, "region">,
): Promise<EachRead> {
  const pages: EachRead[] = [];
  for await (const names of projects.list(region)) pages.push(await readEach(region, names, projects));
  return {
    projects: pages.flatMap((page) => page.projects),
    malformed: new Map(pages.flatMap((page) => [...page.malformed])),
  };
}

/** What there is in the Region, listed when it is first asked for, and once. */
export interface Listed {
  readonly projects: () => Promise<readonly Project[]>;
  readonly grants: () => Promise<readonly RecordedGrant[]>;
}

export function listedOnce(reads: ScopeReads, place: DeploymentScope): Listed {
  return {
    projects: onlyOnce(async () => (await everyProject(reads, place)).projects),
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
