import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import type { Script } from "./script.ts";

const account = "111122223333";

/** Of an account that is in none. */
export const organizations: Script = ({ organizations }) => ({
  DescribeOrganization: () => organizations.send(new DescribeOrganizationCommand({})),
  ListAccounts: () => organizations.send(new ListAccountsCommand({})),
  ListRoots: () => organizations.send(new ListRootsCommand({})),
  ListParents: () => organizations.send(new ListParentsCommand({ ChildId: account })),
  "ListParents of what is no account": () => organizations.send(new ListParentsCommand({ ChildId: "web" })),
  ListPoliciesForTarget: () =>
    organizations.send(
      new ListPoliciesForTargetCommand({ TargetId: account, Filter: "SERVICE_CONTROL_POLICY" }),
    ),
  "ListPoliciesForTarget of a kind that is none": () =>
    organizations.send(
      new ListPoliciesForTargetCommand({ TargetId: account, Filter: "NONE" as "TAG_POLICY" }),
    ),
  DescribePolicy: () => organizations.send(new DescribePolicyCommand({ PolicyId: "p-FullAWSAccess" })),
});
