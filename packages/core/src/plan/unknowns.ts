/**
 * What could not be read and would have mattered, a line each: of a role that is gone or left alone, nothing; of one that is
 * ignored, what a withdrawal hangs on.
 */

import type { Diagnosis } from "../diagnose/diagnose.ts";
import type { RoleVerdict } from "../diagnose/role-verdict.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Needs } from "./grants.ts";

export function unknownsOf({ snapshot, role, needs }: Diagnosis): readonly string[] {
  if (role.kind === "left-alone" || role.kind === "left-out" || role.kind === "absent") return [];
  const ofGrants = ofRecordedGrants(snapshot);
  const isGivenNothing = role.kind === "ignored" || role.kind === "lacking";
  const lines = isGivenNothing ? ofGrants : [...ofRole(role, needs), ...ofProjects(needs), ...ofGrants];
  return [...new Set(lines)].sort();
}

function ofRole(role: RoleVerdict, needs: Needs): readonly string[] {
  if (role.kind === "unknown") return [role.reason];
  const isNeeded = [...needs.values()].some((need) => need.kind === "secret");
  return role.kind === "touchable" && isNeeded ? role.unknowns : [];
}

function ofProjects(needs: Needs): readonly string[] {
  return [...needs.values()].flatMap((need) => (need.kind === "unknown" ? [need.reason] : []));
}

function ofRecordedGrants({ grants, secrets }: Snapshot): readonly string[] {
  return grants.flatMap(({ secret }) => {
    const lookup = secrets.get(secret);
    if (lookup === undefined) return [`secret ${secret}: it was not read`];
    return lookup.kind === "unknown" ? [`secret ${secret}: ${lookup.reason}`] : [];
  });
}
