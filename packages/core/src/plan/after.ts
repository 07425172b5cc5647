/** What an account looks like once a plan is carried out: so it can be judged like any other. */

import type { Diagnosis } from "../diagnose/diagnose.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { RoleState, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import type { PolicyWrite, ProjectUpdate } from "./decided.ts";

export function snapshotAfter(
  { snapshot, projects: judged }: Pick<Diagnosis, "snapshot" | "projects">,
  write: PolicyWrite,
  updates: readonly ProjectUpdate[],
): Snapshot {
  return {
    ...snapshot,
    role: withPolicy(snapshot.role, write),
    projects: withUpdates(snapshot.projects, updates),
    secrets: withFullArns(snapshot.secrets, updates, snapshot),
    ...(snapshot.failedBuilds && { failedBuilds: unexplained(snapshot.failedBuilds, judged) }),
  };
}

/** What the plan repairs is why a build failed, and not what it leaves: only builds that nothing explained before are told. */
function unexplained(
  builds: NonNullable<Snapshot["failedBuilds"]>,
  judged: Diagnosis["projects"],
): NonNullable<Snapshot["failedBuilds"]> {
  return new Map([...builds].filter(([name]) => judged.get(name)?.toldByBuild));
}

/** A policy that is left as it is may be another than the grants would have: someone edited it. */
function withPolicy(role: Known<RoleState>, write: PolicyWrite): Known<RoleState> {
  if (role.kind !== "known" || write.kind === "keep") return role;
  const inlinePolicies = new Map(role.value.inlinePolicies);
  if (write.kind === "delete") inlinePolicies.delete(write.policyName);
  else inlinePolicies.set(write.policyName, write.document);
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
