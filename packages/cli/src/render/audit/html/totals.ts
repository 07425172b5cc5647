/** What several accounts' audits counted, together. */
import type { AuditReport } from "@pullpass/audit";

type Counts = AuditReport["counts"];

export function totalOf(reports: readonly AuditReport[]): Counts {
  return reports.map(({ counts }) => counts).reduce(added);
}

function added(one: Counts, other: Counts): Counts {
  return {
    projects: one.projects + other.projects,
    roles: one.roles + other.roles,
    secrets: one.secrets + other.secrets,
    unneeded: one.unneeded + other.unneeded,
    verdicts: each(one.verdicts, other.verdicts),
    findings: each(one.findings, other.findings),
  };
}

function each<Key extends string>(one: Readonly<Record<Key, number>>, other: Readonly<Record<Key, number>>) {
  const keys = Object.keys(one) as Key[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as Record<Key, number>;
}
