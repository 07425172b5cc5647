import type { PullVerdict, Severity } from "@pullpass/core";
import type { AuditReport, Counts, ProjectReport } from "./report.ts";

/** Counts as the projects come. */
export function tally() {
  const verdicts: Record<PullVerdict, number> = {
    pulls: 0,
    fails: 0,
    unknown: 0,
    anonymous: 0,
    "no-registry": 0,
  };
  const findings: Record<Severity, number> = { high: 0, medium: 0, low: 0, info: 0 };
  let projects = 0;

  return {
    project({ verdict, findings: found }: Pick<ProjectReport, "verdict" | "findings">): void {
      projects += 1;
      verdicts[verdict] += 1;
      for (const { severity } of found) findings[severity] += 1;
    },
    /** All of them, with what is counted at the end. */
    counts({ secrets, roles, unneeded }: Pick<AuditReport, "secrets" | "roles" | "unneeded">): Counts {
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
