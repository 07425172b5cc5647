import { tally } from "@pullpass/core";
import type { AuditReport, Counts, ProjectReport } from "./report.ts";

/** Counts as the projects come. */
export function counter() {
  const { project, counts } = tally();
  return {
    project: (report: Pick<ProjectReport, "verdict" | "findings">) => project(report),
    /** All of them, with what is counted at the end. */
    counts({ secrets, roles, unneeded }: Pick<AuditReport, "secrets" | "roles" | "unneeded">): Counts {
      const { projects, verdicts, findings } = counts();
      const all = { ...findings };
      for (const { finding } of unneeded) all[finding.severity] += 1;
      return {
        projects,
        verdicts,
        findings: all,
        roles: roles.length,
        secrets: secrets.length,
        unneeded: unneeded.length,
      };
    },
  };
}
