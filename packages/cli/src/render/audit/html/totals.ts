/** What several accounts' audits counted, together. */
import type { AuditReport } from "@pullpass/audit";

type Counts = AuditReport["counts"];

export function totalOf(reports: readonly AuditReport[]): Counts {
  return reports.map(({ counts }) => counts).reduce(added, none);
}

const none: Counts = {
  projects: 0,
  roles: 0,
  secrets: 0,
  unneeded: 0,
  verdicts: { pulls: 0, fails: 0, unknown: 0, anonymous: 0, "no-registry": 0 },
  findings: { high: 0, medium: 0, low: 0, info: 0 },
};

/** Nothing could be looked at, so that nothing is said of it. */
export function isBlind(reports: readonly AuditReport[]): boolean {
  return reports.every(({ regions, unread }) => unread.length === regions.length);
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
