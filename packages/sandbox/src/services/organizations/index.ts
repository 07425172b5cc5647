/** AWS Organizations: the organization that an account is in, and the service control policies on the way to it. */
import constraints from "../../constraints/tables/organizations.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { listAccounts } from "./accounts.ts";
import { describeOrganization } from "./describe-organization.ts";
import { refuseInput } from "./input-refusal.ts";
import { describePolicy, listPoliciesForTarget } from "./policies.ts";
import * as sdk from "./sdk.ts";
import { listParents, listRoots } from "./tree.ts";

export const organizations: Service = {
  signingName: "organizations",
  eventSource: "organizations.amazonaws.com",
  sdk,
  client: () => new sdk.OrganizationsClient({ region: "us-east-1" }),
  constraints,
  refuseInput,
  operations: {
    DescribeOrganization: describeOrganization,
    DescribePolicy: describePolicy,
    ListAccounts: listAccounts,
    ListParents: listParents,
    ListPoliciesForTarget: listPoliciesForTarget,
    ListRoots: listRoots,
  },
};
