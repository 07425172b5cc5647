import {
  type AwsSecurityFinding,
  type BatchImportFindingsRequest,
  type BatchImportFindingsResponse,
  type ImportFindingsError,
  InvalidAccessException,
} from "@aws-sdk/client-securityhub";
import type { Call, Operation } from "../../service.ts";
import { findingFault } from "./finding-fault.ts";
import { type Hub, requireHub } from "./state.ts";

/**
 * A finding that is no newer than the one it has is ignored, and counts as imported (unverified: AWS says that the update is ignored, and
 * not how it is counted).
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export const batchImportFindings: Operation<BatchImportFindingsRequest, BatchImportFindingsResponse> = {
  permissions: ({ Findings = [] }) =>
    [...new Set(Findings.map(({ ProductArn = "" }) => ProductArn))].map((resource) => ({
      action: "securityhub:BatchImportFindings",
      resource,
    })),
  run({ Findings = [] }, call) {
    const hub = requireHub(call);
    const failed: ImportFindingsError[] = [];
    for (const finding of Findings) {
      requireOwn(finding, call);
      const fault = findingFault(finding, call);
      if (fault === undefined) keep(finding, hub, call);
      else failed.push({ Id: finding.Id, ErrorCode: "InvalidInput", ErrorMessage: fault });
    }
    return {
      FailedCount: failed.length,
      SuccessCount: Findings.length - failed.length,
      FailedFindings: failed,
    };
  },
};

/** @throws InvalidAccessException for what is not of the caller's own account and product */
function requireOwn({ AwsAccountId, ProductArn }: AwsSecurityFinding, { place }: Call): void {
  const { partition, region, account } = place;
  const own = `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
  if (AwsAccountId === account && ProductArn === own) return;
  throw new InvalidAccessException({
    message: "The account doesn't have permission to perform this action.",
    $metadata: {},
  });
}

/** Customers' own fields stay as they are; the workflow begins anew where what was archived is active again. */
function keep(finding: AwsSecurityFinding, { findings }: Hub, { now }: Call): void {
  const key = `${finding.ProductArn} ${finding.Id}`;
  const before = findings.get(key);
  if (before !== undefined && timeOf(finding) <= timeOf(before)) return;
  const isBack = before?.RecordState === "ARCHIVED" && finding.RecordState !== "ARCHIVED";
  const { Severity, Types } = finding.FindingProviderFields ?? {};
  findings.set(key, {
    ...finding,
    Severity: finding.Severity ?? Severity,
    Types: finding.Types ?? Types,
    RecordState: finding.RecordState ?? "ACTIVE",
    Workflow: (isBack ? undefined : before?.Workflow) ?? { Status: "NEW" },
    ...(before?.Note !== undefined && { Note: before.Note }),
    ProcessedAt: now.toISOString(),
  });
}

function timeOf({ UpdatedAt = "" }: AwsSecurityFinding): number {
  return Date.parse(UpdatedAt);
}
