/** Whose findings are settled by this plan: those that it does not find are closed. */
import type { Subject } from "../model/finding.ts";
import type { Facts } from "./facts.ts";
import type { Needs } from "./grants.ts";

/**
 * A project counts when nothing about it is unknown. A project that moved to another role is that role's work. The
 * role counts when its state alone clears it, or when a project that it fails was looked at.
 */
export function examinedSubjects(facts: Facts, needs: Needs): readonly Subject[] {
  const roleIsCertain =
    facts.role.kind !== "unknown" && (facts.role.kind !== "touchable" || facts.role.doubts.length === 0);
  const projects: Subject[] = [...needs]
    .filter(([, need]) => {
      if (need.kind === "unknown") return false;
      if (need.kind === "elsewhere") return need.deleted;
      return need.kind !== "secret" || roleIsCertain;
    })
    .map(([name]) => ({ kind: "project", name }));
  return isRoleExamined(facts) ? [...projects, { kind: "role", arn: facts.snapshot.work.role }] : projects;
}

function isRoleExamined({ role, looks, snapshot }: Facts): boolean {
  if (role.kind === "unknown") return false;
  if (role.kind !== "protected" && role.kind !== "not-codebuild") return true;
  return snapshot.work.listing !== undefined || looks.some(({ need }) => need.kind === "secret");
}
