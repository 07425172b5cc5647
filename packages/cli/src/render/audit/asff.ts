/** An audit in the AWS Security Finding Format. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html */

import { createHash } from "node:crypto";
import type { AuditInRows } from "@pullpass/audit";
import { type Finding, plain, remedyText, type Severity } from "@pullpass/core";

export type AsffFinding = ReturnType<typeof findingOf>;

/** What `aws securityhub batch-import-findings --findings` takes, a hundred at a time. */
export function* auditAsff(report: AuditInRows): Iterable<AsffFinding> {
  for (const { findings, arn, region } of report.projects) {
    for (const finding of findings)
      yield findingOf(report, finding, { arn, region, type: "AwsCodeBuildProject", about: arn });
  }
  for (const { finding, role, region, secret } of report.unneeded)
    yield findingOf(report, finding, { arn: role, region, type: "AwsIamRole", about: `${role} ${secret}` });
}

interface About {
  readonly arn: string;
  readonly region: string;
  readonly type: "AwsCodeBuildProject" | "AwsIamRole";
  /** The same for the same finding in every audit. */
  readonly about: string;
}

function findingOf(
  { account, partition, finishedAt, version, commandOptions }: AuditInRows,
  { rule, severity, title, evidence, remedy }: Finding,
  { arn, region, type, about }: About,
) {
  const seen = evidence.map(([label, value]) => `${label}: ${value}`).join("; ");
  return {
    SchemaVersion: "2018-10-08",
    Id: idOf(`pullpass/${region}/${about}/${rule}`),
    // The product that every account has for its own tools.
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: "pullpass",
    GeneratorId: `pullpass/${rule}`,
    AwsAccountId: account,
    Region: region,
    Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    CreatedAt: finishedAt,
    UpdatedAt: finishedAt,
    Severity: { Label: labels[severity] },
    Title: plain(title, charactersMax.title),
    Description: plain(seen === "" ? title : seen, charactersMax.description),
    Remediation: {
      Recommendation: { Text: plain(remedyText(remedy, commandOptions, charactersMax.recommendation)) },
    },
    ProductFields: { "pullpass/rule": rule, "pullpass/version": version },
    Resources: [{ Type: type, Id: arn, Partition: partition, Region: region }],
    Compliance: { Status: "FAILED" },
    RecordState: "ACTIVE",
  } as const;
}

/** What is cut off must not make two findings one. */
function idOf(whole: string): string {
  if (whole.length <= charactersMax.id) return whole;
  const digest = createHash("sha256").update(whole).digest("hex");
  return `${whole.slice(0, charactersMax.id - digest.length - 1)}-${digest}`;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const charactersMax = { id: 512, title: 256, description: 1_024, recommendation: 512 } as const;

const labels = {
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
  info: "INFORMATIONAL",
} as const satisfies Record<Severity, string>;
