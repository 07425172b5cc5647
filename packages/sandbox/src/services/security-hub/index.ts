/** AWS Security Hub CSPM: an account's hub in a Region, and the findings in it. */
import constraints from "../../constraints/tables/securityhub.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { batchImportFindings } from "./batch-import-findings.ts";
import { getFindings } from "./get-findings.ts";
import { describeHub, disableSecurityHub, enableSecurityHub } from "./hub.ts";
import { refuseInput } from "./input-refusal.ts";
import * as sdk from "./sdk.ts";

export const securityHub: Service = {
  signingName: "securityhub",
  eventSource: "securityhub.amazonaws.com",
  sdk,
  client: () => new sdk.SecurityHubClient({ region: "us-east-1" }),
  constraints,
  refuseInput,
  operations: {
    BatchImportFindings: batchImportFindings,
    DescribeHub: describeHub,
    DisableSecurityHub: disableSecurityHub,
    EnableSecurityHub: enableSecurityHub,
    GetFindings: getFindings,
  },
};
