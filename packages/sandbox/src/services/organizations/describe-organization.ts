import type { DescribeOrganizationResponse } from "@aws-sdk/client-organizations";
import type { Operation } from "../../service.ts";
import { emailOf } from "./accounts.ts";
import { requireOrganization } from "./find.ts";

/** Any account of the organization may ask. https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
export const describeOrganization: Operation<object, DescribeOrganizationResponse> = {
  permissions: () => [{ action: "organizations:DescribeOrganization", resource: "*" }],
  run(_, call) {
    const { id, arn, managementAccount, nodes } = requireOrganization(call);
    return {
      Organization: {
        Id: id,
        Arn: arn,
        FeatureSet: "ALL",
        MasterAccountArn: nodes.get(managementAccount)?.arn,
        MasterAccountId: managementAccount,
        MasterAccountEmail: emailOf(managementAccount),
        AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
      },
    };
  },
};
