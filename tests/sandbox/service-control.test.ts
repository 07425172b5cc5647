import { CreateServiceLinkedRoleCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DescribeKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { administrator, type OrganizationDefinition } from "../../packages/sandbox/src/index.ts";
import { allow, failure, home, policy, trust } from "./support/account.ts";
import { builds, newAccounts, registries } from "./support/accounts.ts";

const management = "999900001111";
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const deny = (Action: string, more: object = {}) => ({ Effect: "Deny", Action, Resource: "*", ...more });

/** `builds` is in a unit of a unit of the root; `registries` is in the root itself. */
function tree(levels: {
  root?: string[];
  outer?: string[];
  inner?: string[];
  account?: string[];
}): OrganizationDefinition {
  const attached = (policies: string[] | undefined) =>
    policies ? { policies: ["FullAWSAccess", ...policies] } : {};
  return {
    managementAccount: management,
    policies: {
      NoSecrets: document(deny("secretsmanager:*")),
      NoKeyDeletion: document(deny("kms:ScheduleKeyDeletion")),
      NotHere: document(deny("*", { Condition: { StringEquals: { "aws:RequestedRegion": home } } })),
    },
    root: {
      ...attached(levels.root),
      accounts: [{ id: registries }],
      units: [
        {
          name: "outer",
          ...attached(levels.outer),
          units: [
            {
              name: "inner",
              ...attached(levels.inner),
              accounts: [{ id: builds, ...attached(levels.account) }],
            },
          ],
        },
      ],
    },
  };
}

const list = new ListSecretsCommand({});
const refused = /with an explicit deny in a service control policy$/;

test.each([
  ["the root", { root: ["NoSecrets"] }],
  ["a unit above its unit", { outer: ["NoSecrets"] }],
  ["its unit", { inner: ["NoSecrets"] }],
  ["the account", { account: ["NoSecrets"] }],
])("a policy on %s binds roles and administrators of the account", async (_, levels) => {
  const { as, of, role } = await newAccounts({ organization: tree(levels) });
  const web = as(await role(builds, "web", [allow("*")]));
  expect(await failure(web.secrets.send(list))).toMatch(refused);
  expect(await failure(of(builds).secrets.send(list))).toMatch(refused);
  await web.kms.send(new CreateKeyCommand({}));
});

test("it does not bind accounts that are elsewhere, nor the management account wherever it is", async () => {
  const { of } = await newAccounts({ organization: tree({ root: ["NoSecrets"] }) });
  expect(await failure(of(registries).secrets.send(list))).toMatch(refused);
  await of(management).secrets.send(list);
  const below = await newAccounts({ organization: tree({ outer: ["NoSecrets"] }) });
  await below.of(registries).secrets.send(list);
});

test("the account's root is bound", async () => {
  const { sandbox } = await newAccounts({ organization: tree({ inner: ["NoSecrets"] }) });
  const caller = { ...administrator(sandbox, builds), arn: `arn:aws:iam::${builds}:root` };
  const place = { partition: "aws", account: builds, region: home };
  expect(await failure(sandbox.call("secretsmanager", "ListSecrets", {}, { caller, place }))).toMatch(
    refused,
  );
});

test("every level must allow it: what one level leaves out, no policy gives", async () => {
  const organization: OrganizationDefinition = {
    managementAccount: management,
    policies: { OnlyKeys: document(allow(["kms:*", "iam:*"])) },
    root: { units: [{ name: "Keys", policies: ["OnlyKeys"], accounts: [{ id: builds }] }] },
  };
  const { as, role } = await newAccounts({ organization });
  const web = as(await role(builds, "web", [allow("*")]));
  await web.kms.send(new CreateKeyCommand({}));
  expect(await failure(web.secrets.send(list))).toMatch(
    /because no service control policy allows the secretsmanager:ListSecrets action$/,
  );
});

test("it gives nothing: without a right of their own, roles may nothing", async () => {
  const { as, role } = await newAccounts({ organization: tree({}) });
  const web = as(await role(builds, "web"));
  expect(await failure(web.secrets.send(list))).toMatch(/no identity-based policy allows/);
});

test("it binds by condition", async () => {
  const { of } = await newAccounts({
    regions: [home, "us-east-1"],
    organization: tree({ inner: ["NotHere"] }),
  });
  expect(await failure(of(builds).secrets.send(list))).toMatch(refused);
});

test("it binds who calls, not whose resource it is", async () => {
  const bound = await newAccounts({ organization: tree({ inner: ["NoKeyDeletion", "NoSecrets"] }) });
  const { secrets } = bound.of(registries);
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: "ghcr", SecretString: "{}" }));
  const shared = { ...allow("secretsmanager:GetSecretValue"), Principal: { AWS: builds } };
  await secrets.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy: policy(shared) }));
  const reader = bound.as(await bound.role(builds, "web", [allow("*")]));
  expect(await failure(reader.secrets.send(new GetSecretValueCommand({ SecretId: ARN })))).toMatch(refused);

  const { kms } = bound.of(builds);
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Policy: policy({ ...allow("kms:*"), Principal: { AWS: [builds, registries] } }),
    }),
  );
  const KeyId = KeyMetadata?.Arn;
  await bound.of(registries).kms.send(new DescribeKeyCommand({ KeyId }));
  expect(await failure(kms.send(new ScheduleKeyDeletionCommand({ KeyId })))).toMatch(refused);
});

test("a service-linked role is not bound", async () => {
  const { as, of, role } = await newAccounts({ organization: tree({ inner: ["NoSecrets"] }) });
  const { Role } = await of(builds).iam.send(
    new CreateServiceLinkedRoleCommand({ AWSServiceName: "cks.kms.amazonaws.com" }),
  );
  const linked = as(Role?.Arn ?? "");
  expect(await failure(linked.secrets.send(list))).toMatch(/no identity-based policy allows/);
  const plain = as(await role(builds, "plain"));
  expect(await failure(plain.secrets.send(list))).toMatch(refused);
});

test("a session that comes from another account is bound by the policies of its role's", async () => {
  const { of, with: signedWith, role } = await newAccounts({ organization: tree({ inner: ["NoSecrets"] }) });
  const take = async (from: string, to: string) => {
    const RoleArn = await role(to, "worker", [allow("*")], trust({ AWS: from }));
    const { Credentials } = await of(from).sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "across" }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    return signedWith(AccessKeyId, SecretAccessKey, SessionToken);
  };
  expect(await failure((await take(registries, builds)).secrets.send(list))).toMatch(refused);
  await (await take(builds, registries)).secrets.send(list);
});
