/** The projects that an event is about, for those who look at what projects name. */
import type { Project } from "../model/project.ts";
import type { Trigger } from "../model/trigger.ts";
import { readEach } from "../read-each.ts";
import { everyProject } from "./listing.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";

/** All of them for a sweep; `undefined` for an event that is about none of this deployment's. @throws the errors of `errors.ts` */
export async function projectsNamedBy(
  trigger: Trigger,
  reads: Pick<ScopeReads, "projects">,
  place: DeploymentScope,
): Promise<readonly Project[] | undefined> {
  switch (trigger.kind) {
    case "sweep":
      return (await everyProject(reads, place)).projects;
    case "project-changed":
    case "build-failed": {
      if (trigger.account !== place.account || trigger.region !== place.region) return undefined;
      return (await readEach(place.region, [trigger.project], reads.projects)).projects;
    }
    default:
      return undefined;
  }
}
