import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DisableKeyCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { account, allow, failure, home, newAccount, policy } from "./support/account.ts";

const SecretString = '{"username":"ci","password":"canary-s3cret"}';
const SecretId = "registry";
const read = new GetSecretValueCommand({ SecretId });
const noKms = "AccessDeniedException: Access to KMS is not allowed";
const viaSecretsManager = { StringEquals: { "kms:ViaService": `secretsmanager.${home}.amazonaws.com` } };

async function newKey(kms: KMSClient): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
}

test("a role without a right is refused, in the words of IAM", async () => {
  const { secrets, role, as } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  const stranger = as(await role("stranger"));
  expect(await failure(stranger.secrets.send(read))).toMatch(
    /^AccessDeniedException: User: arn:aws:sts::\d+:assumed-role\/stranger\/sandbox is not authorized to perform: secretsmanager:GetSecretValue on resource: /,
  );
});

test("whether a secret exists is not told to who may not read it", async () => {
  const { role, as } = await newAccount();
  const stranger = as(await role("stranger"));
  const reader = as(await role("reader", allow("secretsmanager:GetSecretValue")));
  expect(await failure(stranger.secrets.send(read))).toMatch(/^AccessDeniedException/);
  expect(await failure(reader.secrets.send(read))).toMatch(/^ResourceNotFoundException/);
});

test("under the default key the right to read the secret is enough", async () => {
  const { secrets, role, as } = await newAccount();
  const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  const reader = as(await role("reader", allow("secretsmanager:GetSecretValue", ARN)));
  expect((await reader.secrets.send(read)).SecretString).toBe(SecretString);
});

test("under a customer managed key the reader needs the key too, through Secrets Manager and for this secret", async () => {
  const { kms, secrets, role, as } = await newAccount();
  const key = await newKey(kms);
  const { ARN = "" } = await secrets.send(
    new CreateSecretCommand({ Name: SecretId, SecretString, KmsKeyId: key }),
  );
  const mayRead = allow("secretsmanager:GetSecretValue", ARN);
  const decrypt = (context: string) =>
    allow("kms:Decrypt", key, {
      StringEquals: { ...viaSecretsManager.StringEquals, "kms:EncryptionContext:SecretARN": context },
    });
  const without = as(await role("without", mayRead));
  const other = as(await role("other", mayRead, decrypt(`${ARN}x`)));
  const reader = as(await role("reader", mayRead, decrypt(ARN)));
  expect(await failure(without.secrets.send(read))).toBe(noKms);
  expect(await failure(other.secrets.send(read))).toBe(noKms);
  expect((await reader.secrets.send(read)).SecretString).toBe(SecretString);
  const direct = reader.kms.send(new DecryptCommand({ CiphertextBlob: Buffer.from("x"), KeyId: key }));
  expect(await failure(direct)).toMatch(/^(AccessDenied|InvalidCiphertext)Exception/);
});

test("a secret under a disabled key can be neither read nor written", async () => {
  const { kms, secrets } = await newAccount();
  const key = await newKey(kms);
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString, KmsKeyId: key }));
  await kms.send(new DisableKeyCommand({ KeyId: key }));
  expect(await failure(secrets.send(read))).toMatch(/^DecryptionFailure/);
  expect(await failure(secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "new" })))).toMatch(
    /^EncryptionFailure/,
  );
});

test("the key is described as it was given, an alias by its ARN, and listed by ARN", async () => {
  const { kms, secrets } = await newAccount();
  const key = await newKey(kms);
  const id = key.slice(key.lastIndexOf("/") + 1);
  const aliasArn = `arn:aws:kms:${home}:${account}:alias/registry`;
  await kms.send(new CreateAliasCommand({ AliasName: "alias/registry", TargetKeyId: key }));
  for (const [given, shown] of [
    [key, key],
    [id, id],
    ["alias/registry", aliasArn],
    [aliasArn, aliasArn],
  ]) {
    const Name = `by-${given?.replaceAll(/\W/g, "-")}`;
    await secrets.send(new CreateSecretCommand({ Name, SecretString, KmsKeyId: given }));
    expect((await secrets.send(new DescribeSecretCommand({ SecretId: Name }))).KmsKeyId).toBe(shown);
  }
  const { SecretList } = await secrets.send(new ListSecretsCommand({}));
  expect(SecretList?.map(({ KmsKeyId }) => KmsKeyId)).toEqual([key, key, key, key]);
});

test("after a change of key either key opens the old value, and only the new one a new value", async () => {
  const { kms, secrets, role, as } = await newAccount();
  const [oldKey, newerKey] = [await newKey(kms), await newKey(kms)];
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString, KmsKeyId: oldKey }));
  const mayRead = allow("secretsmanager:GetSecretValue");
  const withOld = as(await role("old", mayRead, allow("kms:Decrypt", oldKey)));
  const withNew = as(await role("new", mayRead, allow("kms:Decrypt", newerKey)));
  expect(await failure(withNew.secrets.send(read))).toBe(noKms);
  await secrets.send(new UpdateSecretCommand({ SecretId, KmsKeyId: newerKey }));
  await withOld.secrets.send(read);
  await withNew.secrets.send(read);
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "new" }));
  expect(await failure(withOld.secrets.send(read))).toBe(noKms);
  expect((await withNew.secrets.send(read)).SecretString).toBe("new");
});

test("an empty key id brings the default key back", async () => {
  const { kms, secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString, KmsKeyId: await newKey(kms) }));
  await secrets.send(new UpdateSecretCommand({ SecretId, KmsKeyId: "" }));
  expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).not.toHaveProperty("KmsKeyId");
  expect((await secrets.send(read)).SecretString).toBe(SecretString);
});

test("a resource policy's denial wins over IAM, until it is deleted", async () => {
  const { secrets, role, as } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  const readerArn = await role("reader", allow("secretsmanager:GetSecretValue"));
  const ResourcePolicy = policy({
    Effect: "Deny",
    Principal: { AWS: readerArn },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  });
  const reader = as(readerArn);
  await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  expect((await secrets.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy).toBe(
    ResourcePolicy,
  );
  expect(await failure(reader.secrets.send(read))).toMatch(/^AccessDeniedException/);
  await secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
  expect(await secrets.send(new GetResourcePolicyCommand({ SecretId }))).not.toHaveProperty("ResourcePolicy");
  await reader.secrets.send(read);
});

test("a resource policy that is none, or open to everyone when that is blocked, is refused", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  const put = (ResourcePolicy: string) =>
    secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy, BlockPublicPolicy: true }));
  const open = policy({
    Effect: "Allow",
    Principal: "*",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  });
  expect(await failure(put("{}"))).toMatch(/^MalformedPolicyDocumentException/);
  expect(await failure(put(open))).toMatch(/^PublicPolicyException/);
});

test("rights can hang on the secret's tags", async () => {
  const { secrets, role, as } = await newAccount();
  for (const team of ["web", "api"]) {
    await secrets.send(
      new CreateSecretCommand({ Name: team, SecretString, Tags: [{ Key: "team", Value: team }] }),
    );
  }
  for (const key of ["aws:ResourceTag/team", "secretsmanager:ResourceTag/team"]) {
    const condition = { StringEquals: { [key]: "web" } };
    const name = key.startsWith("aws") ? "one" : "two";
    const reader = as(await role(name, allow("secretsmanager:GetSecretValue", "*", condition)));
    await reader.secrets.send(new GetSecretValueCommand({ SecretId: "web" }));
    expect(await failure(reader.secrets.send(new GetSecretValueCommand({ SecretId: "api" })))).toMatch(
      /^AccessDeniedException/,
    );
  }
});

test("another account cannot use a secret under the default key, whatever its rights", async () => {
  const { sandbox, secrets } = await newAccount();
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  const Principal = { AWS: "arn:aws:iam::444455556666:root" };
  const ResourcePolicy = policy({ ...allow("secretsmanager:GetSecretValue"), Principal });
  await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
  const caller = {
    kind: "administrator",
    arn: "arn:aws:iam::444455556666:root",
    account: "444455556666",
  } as const;
  const place = { partition: "aws", account: caller.account, region: home };
  const call = sandbox.call("secretsmanager", "GetSecretValue", { SecretId: ARN }, { caller, place });
  expect(await failure(call)).toBe(
    "InvalidRequestException: You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
  );
});
