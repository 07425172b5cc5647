/** An audit in the AWS Security Finding Format: what `aws securityhub batch-import-findings --findings` takes, a hundred at a time. */
import type { AuditInRows } from "@pullpass/audit";
import { type AsffFinding, asffOf } from "@pullpass/core";

/**
 * Each finding once: what is wrong with a role is among the findings of each of its projects. It is dated when the audit began, so
 * that it says nothing anew of what a deployment closed meanwhile.
 */
export function* auditAsff({
  projects,
  unneeded,
  startedAt,
  version,
  commandOptions,
}: AuditInRows): Iterable<AsffFinding> {
  const record = { createdAt: startedAt, updatedAt: startedAt, version, commandOptions };
  const ofRoles = new Set<string>();
  const isNew = ({ Id }: AsffFinding) => !ofRoles.has(Id) && ofRoles.add(Id);
  for (const { findings } of projects) {
    for (const finding of findings) {
      const asff = asffOf(finding, record);
      if (finding.subject.kind === "project" || isNew(asff)) yield asff;
    }
  }
  for (const { finding, secret } of unneeded) yield asffOf(finding, { ...record, which: secret });
}
