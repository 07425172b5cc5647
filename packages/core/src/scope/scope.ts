/** From a trigger to the work it asks for: the roles to look at, and with each the projects that made one think of it. */
import { nameOfRole } from "../model/project-use.ts";
import type { Ignored, SingleTrigger, Trigger } from "../model/trigger.ts";
import { mergedWork, type Work } from "../model/work.ts";
import { rolesOfKey } from "./key.ts";
import { type Listed, listedOnce } from "./listing.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type OfProject, roleOfProject } from "./project.ts";
import { holdersWithPolicy, rolesOfRole } from "./role.ts";
import { rolesOfSecret } from "./secret.ts";
import { workOfDeletedProject, workOfEverything } from "./sweep.ts";
import { type ProjectsByRole, workOf } from "./work.ts";

/** The work, or why there is none. */
export type Scoped = { readonly kind: "work"; readonly work: readonly Work[] } | Ignored;

/** Looks wider rather than narrower: to look at a role in vain changes nothing. @throws the errors of `errors.ts` */
export async function scope(trigger: Trigger, reads: ScopeReads, place: DeploymentScope): Promise<Scoped> {
  const listed = listedOnce(reads, place);
  if (trigger.kind !== "several") return scopeOne(trigger, reads, place, listed);
  const all: Scoped[] = [];
  for (const each of trigger.triggers) all.push(await scopeOne(each, reads, place, listed));
  const work = mergedWork(all.flatMap((each) => (each.kind === "work" ? each.work : [])));
  if (work.length > 0) return { kind: "work", work };
  const reasons = new Set(all.flatMap((each) => (each.kind === "ignored" ? each.reason : [])));
  return { kind: "ignored", reason: [...reasons].join("; ") };
}

async function scopeOne(
  trigger: SingleTrigger,
  reads: ScopeReads,
  place: DeploymentScope,
  listed: Listed,
): Promise<Scoped> {
  const elsewhere = elsewhereReason(trigger, place);
  if (elsewhere !== undefined) return { kind: "ignored", reason: elsewhere };
  if (isOfProject(trigger)) return scopeProject(trigger, reads, place);
  const work = await workFor(trigger, reads, place, listed);
  return work.length > 0 ? { kind: "work", work } : { kind: "ignored", reason: nothingReason(trigger) };
}

function isOfProject(trigger: SingleTrigger): trigger is OfProject {
  return trigger.kind === "project-changed" || trigger.kind === "build-failed";
}

async function scopeProject(trigger: OfProject, reads: ScopeReads, place: DeploymentScope): Promise<Scoped> {
  const found = await roleOfProject(trigger, reads, place);
  if (found.kind === "nothing") return { kind: "ignored", reason: found.reason };
  const work = workOf(found.roles, place, [trigger.cause]);
  if (trigger.kind === "project-changed") {
    return { kind: "work", work: work.map((each) => ({ ...each, alone: true as const })) };
  }
  return { kind: "work", work: work.map((each) => ({ ...each, builds: [trigger.build] })) };
}

/** Secrets and keys of other Regions matter, roles have none; projects are the business of their Region's deployment. */
function elsewhereReason(trigger: SingleTrigger, { account, region }: DeploymentScope): string | undefined {
  if (trigger.account !== account) {
    return `it is of account ${trigger.account}, and this deployment serves ${account}`;
  }
  const isProject = "project" in trigger;
  return isProject && trigger.region !== region
    ? `project ${trigger.project} is in ${trigger.region}, and this deployment serves ${region}`
    : undefined;
}

async function workFor(
  trigger: Exclude<SingleTrigger, OfProject>,
  reads: ScopeReads,
  place: DeploymentScope,
  listed: Listed,
): Promise<readonly Work[]> {
  switch (trigger.kind) {
    case "sweep":
      return workOfEverything(trigger.cause, reads, place);
    case "project-deleted":
      return workOfDeletedProject(trigger, reads, place);
    default:
      return workOf(await rolesFor(trigger, reads, place, listed), place, [trigger.cause]);
  }
}

async function rolesFor(
  trigger: Exclude<SingleTrigger, OfProject | { kind: "sweep" | "project-deleted" }>,
  reads: ScopeReads,
  place: DeploymentScope,
  listed: Listed,
): Promise<ProjectsByRole> {
  switch (trigger.kind) {
    case "secret-changed":
    case "secret-deleted":
      return rolesOfSecret(trigger.secret, listed, reads, place);
    case "role-changed":
    case "role-deleted":
      return rolesOfRole(
        trigger.role,
        await listed.usersOf({ kind: "role", name: nameOfRole(trigger.role) }),
        await listed.grants(),
      );
    case "role-policies-changed":
      return rolesOfRole(trigger.role, [], await listed.grants());
    case "policy-changed":
      return holdersWithPolicy(trigger.policy, await listed.grants(), reads);
    case "key-changed":
      return rolesOfKey([trigger.key, ...(trigger.alias === undefined ? [] : [trigger.alias])], reads, place);
    default:
      return trigger satisfies never;
  }
}

function nothingReason(trigger: Exclude<SingleTrigger, OfProject>): string {
  switch (trigger.kind) {
    case "project-deleted":
      return `no grant is for project ${trigger.project}`;
    case "secret-changed":
    case "secret-deleted":
      return "no project names the secret, and no role holds a grant on it";
    case "role-changed":
    case "role-deleted":
      return `no project uses role ${trigger.role}, and it holds no grant`;
    case "role-policies-changed":
      return `role ${trigger.role} holds no grant`;
    case "policy-changed":
      return `no role that holds a grant has policy ${trigger.policy}`;
    case "key-changed":
      return `no secret that a project names is encrypted with key ${trigger.key}`;
    case "sweep":
      return "there are no projects and no grants";
    default:
      return trigger satisfies never;
  }
}
