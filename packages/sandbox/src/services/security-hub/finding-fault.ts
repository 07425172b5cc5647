import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import type { Call } from "../../service.ts";

/**
 * What the model does not say of a finding, and AWS's page does.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
export function findingFault(finding: AwsSecurityFinding, { place }: Call): string | undefined {
  const long = Object.entries(charactersMax).find(
    ([name, max]) => String(textIn(finding, name) ?? "").length > max,
  );
  if (long !== undefined) return `${long[0]} is longer than ${long[1]} characters`;
  if (Buffer.byteLength(JSON.stringify(finding)) > bytesMax) return "The finding is larger than 240 KB";
  if (finding.SchemaVersion !== "2018-10-08") return "Unsupported SchemaVersion";
  if (finding.Region !== undefined && finding.Region !== place.region) return "Region is not the hub's";
  if ((finding.Resources?.length ?? 0) === 0) return "Resources is empty";
  const times = [finding.CreatedAt, finding.UpdatedAt];
  if (times.some((time) => !timestamp.test(time ?? ""))) return "A timestamp is malformed";
  const { Severity, FindingProviderFields } = finding;
  const severity = Severity?.Label ?? Severity?.Normalized ?? FindingProviderFields?.Severity?.Label;
  return severity === undefined ? "Severity is missing" : undefined;
}

const charactersMax = { Id: 512, Title: 256, Description: 1_024, GeneratorId: 512, ProductName: 128 };

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const bytesMax = 240_000;

const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

function textIn(finding: AwsSecurityFinding, name: string): unknown {
  return Object.entries(finding).find(([member]) => member === name)?.[1];
}
