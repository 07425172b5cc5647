import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { kmsKeys } from "../../packages/core/src/aws/kms.ts";
import { account, away, home, newAccount } from "./support/account.ts";

async function withKey() {
  const world = await newAccount();
  const sdk = new KMSClient(world.config());
  const { KeyMetadata } = await sdk.send(new CreateKeyCommand({}));
  const TargetKeyId = KeyMetadata?.KeyId ?? "";
  await sdk.send(new CreateAliasCommand({ AliasName: "alias/registry", TargetKeyId }));
  return { ...world, sdk, id: TargetKeyId, arn: KeyMetadata?.Arn ?? "", keys: kmsKeys(world.connection) };
}

test("a key is found by id, ARN, alias and alias ARN", async () => {
  const { keys, id, arn } = await withKey();
  const key = { arn, account, manager: "CUSTOMER", state: "Enabled", spec: "SYMMETRIC_DEFAULT" };
  const aliasArn = `arn:aws:kms:${home}:${account}:alias/registry`;
  for (const name of [id, arn, "alias/registry", aliasArn]) {
    expect(await keys.describe(home, name)).toEqual(key);
  }
});

test("what is not there is undefined", async () => {
  const { keys, id } = await withKey();
  expect(await keys.describe(away, id)).toBeUndefined();
  expect(await keys.describe(home, "alias/none")).toBeUndefined();
  expect(await keys.policy(away, id)).toBeUndefined();
});

test("a key says in which state it is, and who manages it", async () => {
  const { keys, sdk, id, config } = await withKey();
  await sdk.send(new DisableKeyCommand({ KeyId: id }));
  expect(await keys.describe(home, id)).toMatchObject({ state: "Disabled" });
  const secrets = new SecretsManagerClient(config());
  await secrets.send(new CreateSecretCommand({ Name: "registry/hub", SecretString: "{}" }));
  expect(await keys.describe(home, "alias/aws/secretsmanager")).toMatchObject({ manager: "AWS" });
});

test("a key's policy comes as text", async () => {
  const { keys, arn } = await withKey();
  expect(JSON.parse((await keys.policy(home, arn)) ?? "")).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*" }],
  });
});

test("a denial says whether it is the key's own policy that is missing something", async () => {
  const { as, sdk, id, config } = await withKey();
  const iam = new IAMClient(config());
  const reader = async (RoleName: string, Action: string) => {
    const AssumeRolePolicyDocument = policy({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:*",
    });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = policy({ Action, Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));
    return kmsKeys(as(Role?.Arn)).describe(home, id);
  };
  const Policy = policy({
    Principal: { AWS: `arn:aws:iam::${account}:role/Administrator` },
    Action: "kms:*",
    Resource: "*",
  });
  await expect(reader("nobody", "s3:*")).rejects.toMatchObject({ by: "identity-based policy" });
  await sdk.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy }));
  await expect(reader("reader", "kms:DescribeKey")).rejects.toMatchObject({ by: "resource-based policy" });
});

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
