/** Whose findings are settled by a plan: those that it does not find are closed. */
import type { Diagnosis } from "../diagnose/diagnose.ts";
import type { RoleVerdict } from "../diagnose/role-verdict.ts";
import type { Subject } from "../model/finding.ts";

/**
 * A project counts when nothing about it is unknown. A project that moved to another role is that role's work. The
 * role counts when its state alone clears it, or when a project that it fails was looked at.
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

function isRoleExamined({ role, needs, snapshot }: Diagnosis): boolean {
  if (role.kind === "unknown") return false;
  const clears: readonly RoleVerdict["kind"][] = ["touchable", "ignored", "left-alone"];
  if (clears.includes(role.kind)) return true;
  return snapshot.work.listing !== undefined || [...needs.values()].some(({ kind }) => kind === "secret");
}
