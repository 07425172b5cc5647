import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  ReplicateSecretToRegionsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { secretLists } from "../../packages/core/src/aws/secret-lists.ts";
import { registrySecrets } from "../../packages/core/src/aws/secrets-manager.ts";
import { parseSecretArn } from "../../packages/core/src/model/arn.ts";
import { account, away, home, newAccount } from "./support/account.ts";

async function withSecret() {
  const world = await newAccount();
  const sdk = new SecretsManagerClient(world.config());
  const { ARN = "" } = await sdk.send(
    new CreateSecretCommand({
      Name: "registry/hub",
      SecretString: '{"username":"ci","password":"canary-s3cret"}',
      Tags: [{ Key: "pullpass/projects", Value: "web" }],
    }),
  );
  return { ...world, sdk, arn: parseSecretArn(ARN), secrets: registrySecrets(world.connection) };
}

test("a secret is found by name, full ARN and partial ARN, the ARNs from any Region", async () => {
  const { secrets, arn } = await withSecret();
  const described = {
    arn,
    name: "registry/hub",
    account,
    region: home,
    tags: { "pullpass/projects": "web" },
    keyId: undefined,
    deletion: "none",
    rotation: false,
    owningService: undefined,
    hasValue: "yes",
    currentVersion: expect.stringMatching(/./),
    primaryRegion: undefined,
  };
  expect(await secrets.describe(home, "registry/hub")).toEqual(described);
  expect(await secrets.describe(away, arn)).toEqual(described);
  expect(await secrets.describe(away, arn.slice(0, -7))).toEqual(described);
});

test("what is not there is undefined", async () => {
  const { secrets, arn } = await withSecret();
  expect(await secrets.describe(away, "registry/hub")).toBeUndefined();
  expect(await secrets.describe(home, `${arn.slice(0, -6)}zzzzzz`)).toBeUndefined();
  expect(await secrets.resourcePolicy(parseSecretArn(`${arn.slice(0, -6)}zzzzzz`))).toBeUndefined();
});

test("a secret that waits for its deletion says so", async () => {
  const { secrets, sdk, arn } = await withSecret();
  await sdk.send(new DeleteSecretCommand({ SecretId: arn }));
  expect(await secrets.describe(home, arn)).toMatchObject({ arn, deletion: "pending" });
});

test("a secret that was made without a value says so, until it has one", async () => {
  const { secrets, sdk, connection } = await withSecret();
  const listed = async () => (await secretLists(connection)(home)).map(({ hasValue }) => hasValue).sort();
  await sdk.send(new CreateSecretCommand({ Name: "registry/new" }));
  expect(await secrets.describe(home, "registry/new")).toMatchObject({ hasValue: "never" });
  expect(await listed()).toEqual(["unknown", "yes"]);
  await sdk.send(new PutSecretValueCommand({ SecretId: "registry/new", SecretString: "{}" }));
  expect(await secrets.describe(home, "registry/new")).toMatchObject({ hasValue: "yes" });
  expect(await listed()).toEqual(["yes", "yes"]);
});

test("a replica names its primary's Region, and the primary none", async () => {
  const { secrets, sdk, arn } = await withSecret();
  await sdk.send(
    new ReplicateSecretToRegionsCommand({ SecretId: arn, AddReplicaRegions: [{ Region: away }] }),
  );
  expect(await secrets.describe(away, "registry/hub")).toMatchObject({ region: away, primaryRegion: home });
  expect(await secrets.describe(home, "registry/hub")).toMatchObject({ primaryRegion: undefined });
});

test("a resource policy comes as text, and no policy as undefined", async () => {
  const { secrets, sdk, arn } = await withSecret();
  expect(await secrets.resourcePolicy(arn)).toBeUndefined();
  const statement = {
    Effect: "Deny",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const policy = { Version: "2012-10-17", Statement: [statement] };
  await sdk.send(new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy: JSON.stringify(policy) }));
  expect(JSON.parse((await secrets.resourcePolicy(arn)) ?? "")).toEqual(policy);
});
