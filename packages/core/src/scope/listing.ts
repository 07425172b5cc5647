/** Everything that a deployment looks after, page by page. */
import { allOf } from "../all-of.ts";
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import type { Used } from "../model/project-use.ts";
import { onlyOnce } from "../observe/reading.ts";
import { type EachRead, readEach } from "../read-each.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { usersOf } from "./users.ts";

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
  /**
   * The projects that hang on it, and maybe others: as the ledger's index has them once a sweep made it. No grant stays for what
   * the index lacks: who holds one is asked for by itself.
   */
  readonly usersOf: (used: Used) => Promise<readonly Project[]>;
}

export function listedOnce(reads: ScopeReads, place: DeploymentScope): Listed {
  const projects = onlyOnce(async () => (await everyProject(reads, place)).projects);
  const hasUses = onlyOnce(() => reads.ledger.hasUses(place.region));
  return {
    projects,
    grants: onlyOnce(() => everyGrant(reads, place)),
    usersOf: async (used) => ((await hasUses()) ? usersOf([used], reads, place) : projects()),
  };
}

/** All grants of the Region, as the ledger has them. */
export async function everyGrant(
  { ledger }: { readonly ledger: Pick<ScopeReads["ledger"], "allGrants"> },
  { region }: DeploymentScope,
): Promise<readonly RecordedGrant[]> {
  return allOf(ledger.allGrants(region));
}
