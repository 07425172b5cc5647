/** From a trigger to the work it asks for: the roles to look at, and with each the projects that made one think of it. */
import type { Ignored, Trigger } from "../model/trigger.ts";
import type { Work } from "../model/work.ts";
import { rolesOfKey } from "./key.ts";
import { everyProject } from "./listing.ts";
import type { Place, ScopeReads } from "./place.ts";
import { rolesOfProject } from "./project.ts";
import { rolesOfRole } from "./role.ts";
import { rolesOfSecret } from "./secret.ts";
import { workOfDeletedProject, workOfEverything } from "./sweep.ts";
import { type Roles, workOf } from "./work.ts";

/** The work, or why there is none. */
export type Scoped = { readonly kind: "work"; readonly work: readonly Work[] } | Ignored;

/** Looks wider rather than narrower: to look at a role in vain changes nothing. @throws the errors of `errors.ts` */
export async function scope(trigger: Trigger, reads: ScopeReads, place: Place): Promise<Scoped> {
  const elsewhere = whyElsewhere(trigger, place);
  if (elsewhere !== undefined) return { kind: "ignored", reason: elsewhere };
  const work = await workFor(trigger, reads, place);
  return work.length > 0 ? { kind: "work", work } : { kind: "ignored", reason: whyNothing(trigger) };
}

/** Secrets and keys of other Regions matter, roles have none; projects are the business of their Region's deployment. */
function whyElsewhere(trigger: Trigger, { account, region }: Place): string | undefined {
  if (trigger.kind !== "key-changed" && trigger.account !== account) {
    return `it is of account ${trigger.account}, and this deployment serves ${account}`;
  }
  const isProject = "project" in trigger;
  return isProject && trigger.region !== region
    ? `project ${trigger.project} is in ${trigger.region}, and this deployment serves ${region}`
    : undefined;
}

async function workFor(trigger: Trigger, reads: ScopeReads, place: Place): Promise<readonly Work[]> {
  switch (trigger.kind) {
    case "sweep":
      return workOfEverything(trigger.cause, reads, place);
    case "project-deleted":
      return workOfDeletedProject(trigger, reads, place);
    default:
      return workOf(await rolesFor(trigger, reads, place), place, [trigger.cause]);
  }
}

async function rolesFor(
  trigger: Exclude<Trigger, { kind: "sweep" | "project-deleted" }>,
  reads: ScopeReads,
  place: Place,
): Promise<Roles> {
  switch (trigger.kind) {
    case "project-changed":
    case "build-failed":
      return rolesOfProject(trigger.project, reads, place);
    case "secret-changed":
    case "secret-deleted":
      return rolesOfSecret(trigger.secret, await everyProject(reads, place), reads, place);
    case "role-changed":
    case "role-deleted":
      return rolesOfRole(trigger.role, await everyProject(reads, place), reads, place);
    case "key-changed":
      return rolesOfKey(trigger.key, await everyProject(reads, place), reads, place);
    default:
      return trigger satisfies never;
  }
}

function whyNothing(trigger: Trigger): string {
  switch (trigger.kind) {
    case "project-changed":
    case "build-failed":
      return `project ${trigger.project} is not there`;
    case "project-deleted":
      return `no grant is for project ${trigger.project}`;
    case "secret-changed":
    case "secret-deleted":
      return "no project names the secret, and no role holds a grant on it";
    case "role-changed":
    case "role-deleted":
      return `no project uses role ${trigger.role}, and it holds no grant`;
    case "key-changed":
      return `no secret that a project names is encrypted with key ${trigger.key}`;
    case "sweep":
      return "there are no projects and no grants";
    default:
      return trigger satisfies never;
  }
}
