/** Which key opens which version. https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { allow, failure, home, newAccount } from "./support/account.ts";

const SecretId = "registry";
const read = new GetSecretValueCommand({ SecretId });
const mayRead = allow("secretsmanager:GetSecretValue");
const noKms = "AccessDeniedException: Access to KMS is not allowed";

async function newKey(kms: KMSClient): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
}

async function create(secrets: SecretsManagerClient, KmsKeyId?: string): Promise<string> {
  const made = await secrets.send(
    new CreateSecretCommand({ Name: SecretId, SecretString: "one", ...(KmsKeyId && { KmsKeyId }) }),
  );
  return made.VersionId ?? "";
}

async function put(secrets: SecretsManagerClient, VersionStages = ["AWSCURRENT"]): Promise<string> {
  const SecretString = VersionStages.join();
  const made = await secrets.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages }));
  return made.VersionId ?? "";
}

/** The keys of each version, by its id. */
async function keysById(secrets: SecretsManagerClient) {
  const { Versions = [] } = await secrets.send(
    new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
  );
  return Object.fromEntries(Versions.map(({ VersionId, KmsKeyIds }) => [VersionId, KmsKeyIds]));
}

test("a version under the default key names it by AWS's own word", async () => {
  const { secrets } = await newAccount();
  const version = await create(secrets);
  expect(await keysById(secrets)).toEqual({ [version]: ["DefaultEncryptionKey"] });
});

test("who only has keys of their own has no default key", async () => {
  const { kms, secrets } = await newAccount();
  const key = await newKey(kms);
  const version = await create(secrets, key);
  expect(await keysById(secrets)).toEqual({ [version]: [key] });
  await secrets.send(read);
  expect((await kms.send(new ListKeysCommand({}))).Keys).toMatchObject([{ KeyArn: key }]);
});

test("a change of key encrypts the current, pending and previous version anew, and no other", async () => {
  const { kms, secrets } = await newAccount();
  const [oldKey, newerKey] = [await newKey(kms), await newKey(kms)];
  const deprecated = await create(secrets, oldKey);
  const previous = await put(secrets);
  const current = await put(secrets);
  const pending = await put(secrets, ["AWSPENDING"]);
  const labelled = await put(secrets, ["BLUE"]);
  await secrets.send(new UpdateSecretCommand({ SecretId, KmsKeyId: newerKey }));
  expect(await keysById(secrets)).toEqual({
    [deprecated]: [oldKey],
    [previous]: [newerKey, oldKey],
    [current]: [newerKey, oldKey],
    [pending]: [newerKey, oldKey],
    [labelled]: [oldKey],
  });
  const next = await put(secrets);
  expect((await keysById(secrets))[next]).toEqual([newerKey]);
});

test.each([
  ["decrypt with the old key", ["kms:GenerateDataKey"]],
  ["encrypt with the new key", ["kms:Decrypt"]],
])("whoever may not %s changes the key for new versions only", async (_, rights) => {
  const { kms, secrets, role, as } = await newAccount();
  const [oldKey, newerKey] = [await newKey(kms), await newKey(kms)];
  const version = await create(secrets, oldKey);
  const changer = as(await role("changer", allow("secretsmanager:UpdateSecret"), allow(rights)));
  const reader = as(await role("reader", mayRead, allow("kms:Decrypt", newerKey)));
  await changer.secrets.send(new UpdateSecretCommand({ SecretId, KmsKeyId: newerKey }));
  expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId).toBe(newerKey);
  expect(await keysById(secrets)).toEqual({ [version]: [oldKey] });
  expect(await failure(reader.secrets.send(read))).toBe(noKms);
});

test("an alias that moves to another key encrypts nothing anew", async () => {
  const { kms, secrets, role, as } = await newAccount();
  const [oldKey, newerKey] = [await newKey(kms), await newKey(kms)];
  const AliasName = "alias/registry";
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: oldKey }));
  const version = await create(secrets, AliasName);
  await kms.send(new DeleteAliasCommand({ AliasName }));
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: newerKey }));
  const withOld = as(await role("old", mayRead, allow("kms:Decrypt", oldKey)));
  const withNew = as(await role("new", mayRead, allow("kms:Decrypt", newerKey)));
  expect(await keysById(secrets)).toEqual({ [version]: [oldKey] });
  await withOld.secrets.send(read);
  expect(await failure(withNew.secrets.send(read))).toBe(noKms);
  await put(secrets);
  await withNew.secrets.send(read);
  expect(await failure(withOld.secrets.send(read))).toBe(noKms);
});

test("from the default key to one's own, the old value opens with either", async () => {
  const { kms, secrets, role, as } = await newAccount();
  const version = await create(secrets);
  const key = await newKey(kms);
  await secrets.send(new UpdateSecretCommand({ SecretId, KmsKeyId: key }));
  expect(await keysById(secrets)).toEqual({ [version]: [key, "DefaultEncryptionKey"] });
  await as(await role("reader", mayRead)).secrets.send(read);
});

test("an explicit denial of kms wins over the policy of the default key", async () => {
  const { secrets, role, as, sandbox } = await newAccount();
  await create(secrets);
  const deny = { Effect: "Deny", Action: "kms:*", Resource: "*" };
  const denied = as(await role("denied", mayRead, deny));
  expect(await failure(denied.secrets.send(read))).toBe(noKms);
  await as(await role("reader", mayRead)).secrets.send(read);
  const asked = sandbox.calls.filter(({ operation }) => operation === "Decrypt");
  expect(asked.map(({ outcome }) => outcome)).toEqual(["AccessDeniedException", "ok"]);
});

test("who may not decrypt for another secret is not hindered at this one", async () => {
  const { secrets, role, as } = await newAccount();
  await create(secrets);
  const deny = {
    Effect: "Deny",
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringNotLike: { "kms:EncryptionContext:SecretARN": "*:secret:registry-*" } },
  };
  await as(await role("reader", mayRead, deny)).secrets.send(read);
});

test("the default key has the policy that AWS publishes", async () => {
  const { kms, secrets } = await newAccount();
  await create(secrets);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/secretsmanager" }));
  const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId }));
  expect(KeyMetadata?.KeyManager).toBe("AWS");
  expect(JSON.parse(Policy).Statement[0].Condition.StringEquals).toEqual({
    "kms:CallerAccount": "111122223333",
    "kms:ViaService": `secretsmanager.${home}.amazonaws.com`,
  });
});

test("KMS sees that Secrets Manager calls on behalf of the reader", async () => {
  const { kms, secrets, role, as } = await newAccount();
  const key = await newKey(kms);
  await create(secrets, key);
  const decrypt = (Condition: object) => allow("kms:Decrypt", key, Condition);
  const through = decrypt({
    Bool: { "aws:ViaAWSService": "true" },
    StringEquals: { "kms:ViaService": `secretsmanager.${home}.amazonaws.com` },
    "ForAnyValue:StringEquals": { "aws:CalledVia": "secretsmanager.amazonaws.com" },
  });
  const directly = decrypt({ Bool: { "aws:ViaAWSService": "false" } });
  await as(await role("through", mayRead, through)).secrets.send(read);
  expect(await failure(as(await role("directly", mayRead, directly)).secrets.send(read))).toBe(noKms);
});

test.each(["secretsmanager:VersionStage", "secretsmanager:VersionId"])(
  "a request that names no version lacks %s",
  async (key) => {
    const { secrets, role, as } = await newAccount();
    const VersionId = await create(secrets);
    const value = key.endsWith("Id") ? VersionId : "AWSCURRENT";
    const only = (Condition: object) => allow("secretsmanager:GetSecretValue", "*", Condition);
    const reader = as(await role("reader", only({ StringEquals: { [key]: value } })));
    const naming = new GetSecretValueCommand({ SecretId, VersionId, VersionStage: "AWSCURRENT" });
    expect(await failure(reader.secrets.send(read))).toMatch(/^AccessDeniedException/);
    await reader.secrets.send(naming);
  },
);

test("a secret that never had a value has no versions", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId }));
  expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).not.toHaveProperty(
    "VersionIdsToStages",
  );
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  expect(SecretList[0]).not.toHaveProperty("SecretVersionsToStages");
  expect(await failure(secrets.send(read))).toBe(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  );
});
