/** A finding in the AWS Security Finding Format. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html */
import { createHash } from "node:crypto";
import type { Finding, Severity, Subject } from "../model/finding.ts";
import { partitionOf } from "../model/partition.ts";
import { plain } from "./plain.ts";
import { type CommandOptions, noOptions, remedyText } from "./remedy-text.ts";

export type AsffFinding = ReturnType<typeof asffOf>;

/** What is said of a finding beside what it is. All times are ISO 8601. */
export interface AsffRecord {
  readonly createdAt: string;
  /** Security Hub ignores what is no later than what it has. */
  readonly updatedAt: string;
  readonly isClosed?: boolean;
  /** Of pullpass. */
  readonly version: string;
  readonly commandOptions?: CommandOptions;
  /** Where a rule finds several things of a subject: which of them. */
  readonly which?: string;
}

/**
 * The id is the same for the same finding, whoever sends it. Severity and types are where finding providers may update them; the
 * workflow is the account's own, and Security Hub takes none from here.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function asffOf(
  { rule, severity, title, evidence, remedy, subject, account, region }: Finding,
  { createdAt, updatedAt, isClosed = false, version, commandOptions = noOptions, which }: AsffRecord,
) {
  const partition = partitionOf(region);
  const arn = subjectArn(subject, { partition, region, account });
  const about = which === undefined ? arn : `${arn} ${which}`;
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
    CreatedAt: createdAt,
    UpdatedAt: updatedAt,
    FindingProviderFields: {
      Severity: { Label: labels[severity] },
      Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    },
    Title: plain(title, charactersMax.title),
    Description: plain(seen === "" ? title : seen, charactersMax.description),
    Remediation: {
      Recommendation: { Text: plain(remedyText(remedy, commandOptions, charactersMax.recommendation)) },
    },
    ProductFields: { "pullpass/rule": rule, "pullpass/version": version },
    Resources: [
      {
        Type: subject.kind === "project" ? "AwsCodeBuildProject" : "AwsIamRole",
        Id: arn,
        Partition: partition,
        Region: region,
      },
    ],
    Compliance: { Status: isClosed ? "PASSED" : "FAILED" },
    RecordState: isClosed ? "ARCHIVED" : "ACTIVE",
  } as const;
}

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

function subjectArn(subject: Subject, { partition, region, account }: Place): string {
  return subject.kind === "role"
    ? subject.arn
    : `arn:${partition}:codebuild:${region}:${account}:project/${subject.name}`;
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
