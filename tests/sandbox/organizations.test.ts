import { ListRolesCommand } from "@aws-sdk/client-iam";
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  type ListAccountsCommandOutput,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { expect, test } from "vitest";
import type { OrganizationDefinition } from "../../packages/sandbox/src/index.ts";
import { allow, failure } from "./support/account.ts";
import { builds, keys, newAccounts, registries } from "./support/accounts.ts";

const management = "999900001111";
const noDeletion = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "kms:ScheduleKeyDeletion", Resource: "*" }],
};

const organization: OrganizationDefinition = {
  id: "o-a1b2c3d4e5",
  managementAccount: management,
  delegatedAdministrators: [registries],
  policies: { NoDeletion: noDeletion },
  root: {
    id: "r-ab12",
    accounts: [{ id: registries, name: "registries" }],
    units: [
      {
        name: "Workloads",
        id: "ou-ab12-workload",
        policies: ["FullAWSAccess", "NoDeletion"],
        units: [{ name: "Builds", id: "ou-ab12-cibuilds", accounts: [{ id: builds, name: "builds" }] }],
      },
    ],
  },
};

const withOrganization = () => newAccounts({ organization, account: builds });

const attachedTo = async (client: OrganizationsClient, TargetId: string) => {
  const input = { TargetId, Filter: "SERVICE_CONTROL_POLICY" as const };
  const { Policies = [] } = await client.send(new ListPoliciesForTargetCommand(input));
  return Policies;
};

test("the management account reads the tree: accounts, parents, and the policies on each level", async () => {
  const { organizations: client } = (await withOrganization()).of(management);
  const { Accounts = [] } = await client.send(new ListAccountsCommand({}));
  expect(Accounts.map(({ Id, Name, Status }) => [Id, Name, Status])).toEqual([
    [management, "Management", "ACTIVE"],
    [registries, "registries", "ACTIVE"],
    [builds, "builds", "ACTIVE"],
  ]);
  const { Roots } = await client.send(new ListRootsCommand({}));
  expect(Roots).toMatchObject([
    { Id: "r-ab12", Arn: `arn:aws:organizations::${management}:root/o-a1b2c3d4e5/r-ab12`, Name: "Root" },
  ]);
  const parentsOf = async (ChildId: string) =>
    (await client.send(new ListParentsCommand({ ChildId }))).Parents;
  expect(await parentsOf(builds)).toEqual([{ Id: "ou-ab12-cibuilds", Type: "ORGANIZATIONAL_UNIT" }]);
  expect(await parentsOf("ou-ab12-cibuilds")).toEqual([
    { Id: "ou-ab12-workload", Type: "ORGANIZATIONAL_UNIT" },
  ]);
  expect(await parentsOf("ou-ab12-workload")).toEqual([{ Id: "r-ab12", Type: "ROOT" }]);

  const attached = await attachedTo(client, "ou-ab12-workload");
  expect(attached.map(({ Name, AwsManaged }) => [Name, AwsManaged])).toEqual([
    ["FullAWSAccess", true],
    ["NoDeletion", false],
  ]);
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: attached[1]?.Id }));
  expect(JSON.parse(Policy?.Content ?? "")).toEqual(noDeletion);
  for (const target of ["r-ab12", "ou-ab12-cibuilds", builds, registries, management]) {
    expect((await attachedTo(client, target)).map(({ Id }) => Id)).toEqual(["p-FullAWSAccess"]);
  }
});

test("every account of an organization may ask which it is in; a stranger is in none", async () => {
  const stranger = "222233334444";
  const { of } = await newAccounts({ organization, accounts: [stranger] });
  for (const account of [builds, registries, management]) {
    const { Organization } = await of(account).organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ Id: "o-a1b2c3d4e5", MasterAccountId: management });
  }
  const { organizations: client } = of(stranger);
  const calls = [
    () => client.send(new DescribeOrganizationCommand({})),
    () => client.send(new ListParentsCommand({ ChildId: builds })),
  ];
  for (const call of calls) expect(await failure(call())).toMatch(/^AWSOrganizationsNotInUseException: /);
});

test("an account by itself is in no organization", async () => {
  const { of } = await newAccounts({});
  const call = of(builds).organizations.send(new DescribeOrganizationCommand({}));
  expect(await failure(call)).toMatch(/^AWSOrganizationsNotInUseException: /);
});

test("members do not read the tree; a delegated administrator does", async () => {
  const { of } = await withOrganization();
  const reads = (client: OrganizationsClient) => [
    () => client.send(new ListAccountsCommand({})),
    () => client.send(new ListRootsCommand({})),
    () => client.send(new ListParentsCommand({ ChildId: builds })),
    () =>
      client.send(new ListPoliciesForTargetCommand({ TargetId: builds, Filter: "SERVICE_CONTROL_POLICY" })),
    () => client.send(new DescribePolicyCommand({ PolicyId: "p-FullAWSAccess" })),
  ];
  for (const call of reads(of(builds).organizations)) {
    expect(await failure(call())).toBe(
      "AccessDeniedException: You don't have permissions to access this resource.",
    );
  }
  await Promise.all(reads(of(registries).organizations).map((call) => call()));
});

test("who reads it needs the right to", async () => {
  const { as, role } = await withOrganization();
  const nobody = as(await role(management, "nobody")).organizations;
  const reader = as(await role(management, "reader", [allow("organizations:ListAccounts")])).organizations;
  expect(await failure(nobody.send(new ListAccountsCommand({})))).toMatch(
    /no identity-based policy allows the organizations:ListAccounts action/,
  );
  await reader.send(new ListAccountsCommand({}));
});

test.each([
  [
    "TargetNotFoundException",
    new ListPoliciesForTargetCommand({ TargetId: "ou-ab12-nowhere0", Filter: "SERVICE_CONTROL_POLICY" }),
  ],
  ["InvalidInputException", new ListPoliciesForTargetCommand({ TargetId: builds, Filter: undefined })],
])("%s", async (name, command) => {
  const { organizations: client } = (await withOrganization()).of(management);
  expect(await failure(client.send(command))).toMatch(new RegExp(`^${name}: `));
});

test("what is not in the organization is not found", async () => {
  const { organizations: client } = (await withOrganization()).of(management);
  expect(await failure(client.send(new ListParentsCommand({ ChildId: "222233334444" })))).toMatch(
    /^ChildNotFoundException: /,
  );
  expect(await failure(client.send(new DescribePolicyCommand({ PolicyId: "p-nowhere0" })))).toMatch(
    /^PolicyNotFoundException: /,
  );
});

test("long lists come in pages", async () => {
  const accounts = Array.from({ length: 44 }, (_, index) => ({ id: String(100_000_000_000 + index) }));
  const { of } = await newAccounts({ organization: { managementAccount: management, root: { accounts } } });
  const pages: number[] = [];
  for (let NextToken: string | undefined = "0"; NextToken; ) {
    const page: ListAccountsCommandOutput = await of(management).organizations.send(
      new ListAccountsCommand({ NextToken }),
    );
    pages.push(page.Accounts?.length ?? 0);
    NextToken = page.NextToken;
  }
  expect(pages).toEqual([20, 20, 5]);
});

test("ids that are not given follow from the seed", async () => {
  const { id, root, ...rest } = organization;
  const describe = async (seed: number) => {
    const { of } = await newAccounts({
      seed,
      organization: { ...rest, root: { accounts: [{ id: registries }] } },
    });
    const { Organization } = await of(management).organizations.send(new DescribeOrganizationCommand({}));
    const { Roots } = await of(management).organizations.send(new ListRootsCommand({}));
    return [Organization?.Id, Roots?.[0]?.Id];
  };
  const [first, again, other] = [await describe(1), await describe(1), await describe(2)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(other);
  expect(first).toEqual([
    expect.stringMatching(/^o-[a-z0-9]{10}$/),
    expect.stringMatching(/^r-[a-z0-9]{4}$/),
  ]);
});

test("policies may ask for the organization of who calls, and where in it", async () => {
  const { as, role } = await newAccounts({ organization, accounts: [keys] });
  const below = (path: string) => ({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": path } });
  const inOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  const ofOrganization = { StringEquals: { "aws:ResourceOrgID": "o-a1b2c3d4e5" } };
  const workloads = "o-a1b2c3d4e5/r-ab12/ou-ab12-workload/*";
  const cases: readonly (readonly [account: string, condition: object, outcome: RegExp])[] = [
    [builds, inOrganization, /^did not fail$/],
    [keys, inOrganization, /^AccessDenied: /],
    [builds, below(workloads), /^did not fail$/],
    [registries, below(workloads), /^AccessDenied: /],
    [builds, ofOrganization, /^did not fail$/],
    [keys, ofOrganization, /^AccessDenied: /],
  ];
  for (const [index, [account, condition, outcome]] of cases.entries()) {
    const reader = as(await role(account, `reader-${index}`, [allow("iam:ListRoles", "*", condition)]));
    expect(await failure(reader.iam.send(new ListRolesCommand({})))).toMatch(outcome);
  }
});
