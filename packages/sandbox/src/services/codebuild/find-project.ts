import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { projectArn } from "./arn.ts";
import { notFound } from "./errors.ts";
import { codeBuildStore, type StoredProject } from "./state.ts";

interface Ask {
  readonly sandbox: Sandbox;
  readonly place: Place;
}

/** The project of this account and Region that has that name or ARN; those that others share are not modelled. */
export function findProject(nameOrArn: string, { sandbox, place }: Ask): StoredProject | undefined {
  const arn = projectArn(nameOrArn, place);
  const project = codeBuildStore(sandbox, place).projects.get(arn.slice(arn.indexOf("/") + 1));
  return project?.arn === arn ? project : undefined;
}

/** The same. @throws ResourceNotFoundException */
export function requireProject(nameOrArn: string | undefined, ask: Ask): StoredProject {
  const project = findProject(nameOrArn ?? "", ask);
  if (project) return project;
  throw notFound(`Project cannot be found: ${projectArn(nameOrArn ?? "", ask.place)}`);
}
