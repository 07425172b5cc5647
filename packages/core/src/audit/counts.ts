import type { Severity } from "../model/finding.ts";
import type { AuditReport, Counts, Verdict } from "./report.ts";

type Counted = Pick<AuditReport, "projects" | "secrets" | "roles" | "unneeded">;

/** `quiet`: projects that were looked at, need no registry, and have nothing wrong with them. */
export function tally({ projects, secrets, roles, unneeded }: Counted, quiet: number): Counts {
  const verdicts: Record<Verdict, number> = {
    pulls: 0,
    fails: 0,
    unknown: 0,
    anonymous: 0,
    "no-registry": quiet,
  };
  const findings: Record<Severity, number> = { high: 0, medium: 0, low: 0, info: 0 };
  for (const project of projects) {
    verdicts[project.verdict] += 1;
    for (const { severity } of project.findings) findings[severity] += 1;
  }
  for (const { finding } of unneeded) findings[finding.severity] += 1;
  return {
    projects: projects.length + quiet,
    verdicts,
    findings,
    roles: roles.length,
    secrets: secrets.length,
    unneeded: unneeded.length,
  };
}
