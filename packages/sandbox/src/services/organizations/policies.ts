import type {
  DescribePolicyRequest,
  DescribePolicyResponse,
  ListPoliciesForTargetRequest,
  ListPoliciesForTargetResponse,
} from "@aws-sdk/client-organizations";
import type { ServiceControlPolicy } from "../../organization/model.ts";
import { organizationOf } from "../../organization/organization.ts";
import type { Operation } from "../../service.ts";
import { requirePolicy, requireReadable, requireTarget } from "./find.ts";
import { page } from "./page.ts";

/** Those attached to the target itself. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html */
export const listPoliciesForTarget: Operation<ListPoliciesForTargetRequest, ListPoliciesForTargetResponse> = {
  permissions({ TargetId = "", Filter = "" }, { sandbox, place }) {
    const resource = organizationOf(sandbox, place.account)?.nodes.get(TargetId)?.arn ?? "*";
    const context = { "organizations:PolicyType": Filter };
    return [{ action: "organizations:ListPoliciesForTarget", resource, context }];
  },
  run({ TargetId, Filter, ...request }, call) {
    const { attached } = requireTarget(TargetId, requireReadable(call));
    const { items, ...rest } = page(Filter === "SERVICE_CONTROL_POLICY" ? attached : [], request);
    return { Policies: items.map(summary), ...rest };
  },
};

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const describePolicy: Operation<DescribePolicyRequest, DescribePolicyResponse> = {
  permissions({ PolicyId = "" }, { sandbox, place }) {
    const resource = organizationOf(sandbox, place.account)?.policies.get(PolicyId)?.arn ?? "*";
    const context = { "organizations:PolicyType": "SERVICE_CONTROL_POLICY" };
    return [{ action: "organizations:DescribePolicy", resource, context }];
  },
  run({ PolicyId }, call) {
    const policy = requirePolicy(PolicyId, requireReadable(call));
    return { Policy: { PolicySummary: summary(policy), Content: JSON.stringify(policy.document) } };
  },
};

function summary({ id, arn, name, isAwsManaged }: ServiceControlPolicy) {
  const Description = isAwsManaged ? "Allows access to every operation" : "";
  return {
    Id: id,
    Arn: arn,
    Name: name,
    Description,
    Type: "SERVICE_CONTROL_POLICY",
    AwsManaged: isAwsManaged,
  } as const;
}
