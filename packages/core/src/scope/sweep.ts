/** Work that may remove, because every project was listed first. */
import type { RecordedGrant } from "../model/change.ts";
import type { Cause, Trigger } from "../model/trigger.ts";
import type { Work } from "../model/work.ts";
import type { EachRead } from "../read-each.ts";
import { everyGrant, everyProject } from "./listing.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { rolesOf, workOf } from "./work.ts";

type SweepReads = Pick<ScopeReads, "projects" | "clock"> & {
  readonly ledger: Pick<ScopeReads["ledger"], "allGrants">;
};

/** Every role that a project uses or that holds a grant. */
export async function workOfEverything(
  cause: Cause,
  reads: SweepReads,
  place: DeploymentScope,
): Promise<readonly Work[]> {
  return (await everything(cause, reads, place)).work;
}

/** That, and the projects that are in nobody's work, because it is not known whose they are. */
export async function everything(
  cause: Cause,
  reads: SweepReads,
  place: DeploymentScope,
): Promise<EachRead & { readonly work: readonly Work[]; readonly grants: readonly RecordedGrant[] }> {
  // Before the listing: a grant made while it runs may be for a project that it has passed by.
  const listing = { startedAt: reads.clock.now().toISOString() };
  const { projects, malformed } = await everyProject(reads, place);
  const grants = await everyGrant(reads, place);
  const work = workOf(rolesOf(projects, grants), place, [cause], listing);
  return { work, projects, malformed, grants };
}

/** The roles that hold a grant for the project; others have nothing to lose by its end. */
export async function workOfDeletedProject(
  { project, cause }: Extract<Trigger, { kind: "project-deleted" }>,
  reads: SweepReads,
  place: DeploymentScope,
): Promise<readonly Work[]> {
  const grants = await everyGrant(reads, place);
  const roles = new Set(grants.filter(({ projects }) => projects.includes(project)).map(({ role }) => role));
  if (roles.size === 0) return [];
  const { work } = await everything(cause, reads, place);
  return work.filter(({ role }) => roles.has(role));
}
