/** What the rules judge: the snapshot, and what the plan made of it. */
import type { Project } from "../model/project.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Needs } from "./grants.ts";
import type { Need } from "./need.ts";
import type { Normalization } from "./normalization.ts";
import type { PolicyPlan } from "./policy-plan.ts";
import type { RoleVerdict } from "./role-verdict.ts";
import type { Settings } from "./settings.ts";

export interface Facts {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly role: RoleVerdict;
  /** The projects of this role that are neither ignored nor unknown, by name. */
  readonly looks: readonly Look[];
  readonly policy: PolicyPlan;
  /** By project name, where the grant stands. */
  readonly normalizations: ReadonlyMap<string, Normalization>;
}

/** A project of the role, and what it needs. */
export interface Look {
  readonly project: Project;
  readonly need: Need;
}

export function looksAt({ projects }: Snapshot, needs: Needs): readonly Look[] {
  return [...needs].flatMap(([name, need]) => {
    const project = projects.get(name);
    const isLookedAt = need.kind !== "hands-off" && need.kind !== "elsewhere";
    return isLookedAt && project?.kind === "known" ? [{ project: project.value, need }] : [];
  });
}
