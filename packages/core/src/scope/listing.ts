/** Everything that a deployment looks after, page by page. */
import type { RecordedGrant } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import type { Place, ScopeReads } from "./place.ts";

/** All projects of the Region. */
export async function everyProject(
  { projects }: Pick<ScopeReads, "projects">,
  { region }: Place,
): Promise<readonly Project[]> {
  const all: Project[] = [];
  for await (const names of projects.list(region)) all.push(...(await projects.read(region, names)));
  return all;
}

/** All projects of the Region, listed when they are first asked for, and once. */
export function everyProjectOnce(
  reads: Pick<ScopeReads, "projects">,
  place: Place,
): () => Promise<readonly Project[]> {
  let listed: Promise<readonly Project[]> | undefined;
  return () => {
    listed ??= everyProject(reads, place);
    return listed;
  };
}

/** All grants of the Region, as the ledger has them. */
export async function everyGrant(
  { ledger }: { readonly ledger: Pick<ScopeReads["ledger"], "allGrants"> },
  { region }: Place,
): Promise<readonly RecordedGrant[]> {
  const all: RecordedGrant[] = [];
  for await (const grants of ledger.allGrants(region)) all.push(...grants);
  return all;
}
