/** What an account looks like once a plan is carried out: so it can be judged like any other. */

import { ownPolicyName } from "../model/arn.ts";
import type { Grant } from "../model/change.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { Settings } from "../model/settings.ts";
import type { RoleState, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { rolePolicy } from "../policy/role-policy.ts";
import type { ProjectUpdate } from "./decided.ts";

export function snapshotAfter(
  snapshot: Snapshot,
  grants: readonly Grant[],
  updates: readonly ProjectUpdate[],
  settings: Settings,
): Snapshot {
  const policyName = ownPolicyName(settings.policyName, snapshot.work.region);
  return {
    ...snapshot,
    role: withPolicy(snapshot.role, policyName, grants),
    projects: withUpdates(snapshot.projects, updates),
    secrets: withFullArns(snapshot.secrets, updates, snapshot),
  };
}

function withPolicy(role: Known<RoleState>, policyName: string, grants: readonly Grant[]): Known<RoleState> {
  if (role.kind !== "known") return role;
  const inlinePolicies = new Map(role.value.inlinePolicies);
  if (grants.length === 0) inlinePolicies.delete(policyName);
  else inlinePolicies.set(policyName, rolePolicy(grants));
  return { kind: "known", value: { ...role.value, inlinePolicies } };
}

function withUpdates(
  projects: Snapshot["projects"],
  updates: readonly ProjectUpdate[],
): ReadonlyMap<string, Known<Project>> {
  const changed = new Map(projects);
  for (const { change } of updates) {
    const project = projects.get(change.project);
    if (project?.kind !== "known") continue;
    const { credential, pullCredentials } = change.after;
    changed.set(change.project, { kind: "known", value: { ...project.value, credential, pullCredentials } });
  }
  return changed;
}

function withFullArns(
  secrets: Snapshot["secrets"],
  updates: readonly ProjectUpdate[],
  { projects }: Snapshot,
): ReadonlyMap<string, SecretLookup> {
  const all = new Map(secrets);
  for (const { change } of updates) {
    const project = projects.get(change.project);
    const lookup =
      project?.kind === "known" && project.value.credential && secrets.get(project.value.credential);
    if (lookup) all.set(change.after.credential, lookup.kind === "recreated" ? lookup.found : lookup);
  }
  return all;
}
