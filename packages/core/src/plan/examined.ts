/** Whose findings are settled by a plan: those that it does not find are closed. */
import type { Diagnosis } from "../diagnose/diagnose.ts";
import { unreadOfRole } from "../diagnose/matters.ts";
import type { RoleVerdict } from "../diagnose/role-verdict.ts";
import type { Subject } from "../model/finding.ts";

/**
 * A project counts when nothing about it is unknown. A project that moved to another role is that role's work. The
 * role counts when nothing about it is unknown that matters, and its state alone clears it, or a project that it fails was
 * looked at.
 */
export function examinedSubjects(diagnosis: Diagnosis): readonly Subject[] {
  const { role, needs, snapshot } = diagnosis;
  const roleIsCertain = role.kind !== "unknown" && (role.kind !== "touchable" || role.unknowns.length === 0);
  const projects: Subject[] = [...needs]
    .filter(([, need]) => {
      if (need.kind === "unknown") return false;
      if (need.kind === "elsewhere") return need.deleted;
      return need.kind !== "secret" || roleIsCertain;
    })
    .map(([name]) => ({ kind: "project", name }));
  return isRoleExamined(diagnosis) ? [...projects, { kind: "role", arn: snapshot.work.role }] : projects;
}

function isRoleExamined(diagnosis: Diagnosis): boolean {
  const { role, needs, snapshot } = diagnosis;
  if (role.kind === "unknown" || unreadOfRole(diagnosis).length > 0) return false;
  const clears: readonly RoleVerdict["kind"][] = ["touchable", "ignored", "left-alone"];
  if (clears.includes(role.kind)) return true;
  return snapshot.work.listing !== undefined || [...needs.values()].some(({ kind }) => kind === "secret");
}
