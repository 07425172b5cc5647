import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { account, allow, away, failure, home, newAccount, policy } from "./support/account.ts";

const Plaintext = Buffer.from("a password");
const EncryptionContext = { SecretARN: "arn:of:the:secret" };

async function newKey(kms: KMSClient, Policy?: string) {
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand(Policy === undefined ? {} : { Policy, BypassPolicyLockoutSafetyCheck: true }),
  );
  return { id: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn ?? "" };
}

async function sealed(kms: KMSClient, KeyId: string) {
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  return { CiphertextBlob, EncryptionContext };
}

test("a key answers to its id, its ARN, its alias and its alias ARN", async () => {
  const { kms } = await newAccount();
  const { id, arn } = await newKey(kms);
  await kms.send(new CreateAliasCommand({ AliasName: "alias/registry", TargetKeyId: id }));
  const aliasArn = `arn:aws:kms:${home}:${account}:alias/registry`;
  for (const KeyId of [id, arn, "alias/registry", aliasArn]) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({
      Arn: arn,
      KeyManager: "CUSTOMER",
      KeyState: "Enabled",
      KeyUsage: "ENCRYPT_DECRYPT",
    });
  }
});

const unknownId = "00000000-1111-2222-3333-444444444444";
test.each([
  [unknownId, `NotFoundException: Key 'arn:aws:kms:${home}:${account}:key/${unknownId}' does not exist`],
  ["alias/none", `NotFoundException: Alias arn:aws:kms:${home}:${account}:alias/none is not found.`],
  ["nonsense", "NotFoundException: Invalid keyId 'nonsense'"],
  [`arn:aws:kms:${away}:${account}:key/${unknownId}`, `NotFoundException: Invalid arn ${away}`],
  ["arn:aws:s3:::bucket", "InvalidArnException: Invalid arn arn:aws:s3:::bucket"],
])("a key that is not there, %s, is refused with AWS's words", async (KeyId, expected) => {
  const { kms } = await newAccount();
  expect(await failure(kms.send(new DescribeKeyCommand({ KeyId })))).toBe(expected);
});

test("an alias is gone once deleted, and cannot be taken twice or from AWS", async () => {
  const { kms } = await newAccount();
  const { id } = await newKey(kms);
  const create = (AliasName: string) => kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id }));
  await create("alias/registry");
  expect(await failure(create("alias/registry"))).toMatch(
    /^AlreadyExistsException: An alias with the name arn:/,
  );
  expect(await failure(create("alias/aws/mine"))).toMatch(/^InvalidAliasNameException/);
  await kms.send(new DeleteAliasCommand({ AliasName: "alias/registry" }));
  expect((await kms.send(new ListAliasesCommand({ KeyId: id }))).Aliases).toEqual([]);
});

test("what was encrypted opens with the same context and with no other", async () => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  const blob = await sealed(kms, arn);
  const opened = await kms.send(new DecryptCommand(blob));
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("a password");
  expect(opened.KeyId).toBe(arn);
  const otherContext = { ...blob, EncryptionContext: { SecretARN: "another" } };
  expect(await failure(kms.send(new DecryptCommand(otherContext)))).toMatch(/^InvalidCiphertextException/);
  const garbage = { CiphertextBlob: Buffer.from("garbage") };
  expect(await failure(kms.send(new DecryptCommand(garbage)))).toMatch(/^InvalidCiphertextException/);
});

test("a ciphertext of another key than the named one is refused", async () => {
  const { kms } = await newAccount();
  const blob = await sealed(kms, (await newKey(kms)).arn);
  const other = await newKey(kms);
  expect(await failure(kms.send(new DecryptCommand({ ...blob, KeyId: other.arn })))).toMatch(
    /^IncorrectKeyException/,
  );
});

test("a data key comes plain and wrapped", async () => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  const made = await kms.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: "AES_256" }));
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
  expect(made.Plaintext).toHaveLength(32);
  expect(opened.Plaintext).toEqual(made.Plaintext);
  expect(await failure(kms.send(new GenerateDataKeyCommand({ KeyId: arn })))).toBe(
    "ValidationException: Please specify either number of bytes or key spec.",
  );
});

test("what is refused has the status 400, as with all of AWS's JSON protocols", async () => {
  const { kms } = await newAccount();
  const unknown = kms.send(new DescribeKeyCommand({ KeyId: "11111111-2222-3333-4444-555555555555" }));
  await expect(unknown).rejects.toMatchObject({
    name: "NotFoundException",
    $metadata: { httpStatusCode: 400 },
  });
});

test("a key's metadata names its current key material", async () => {
  const { kms } = await newAccount();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  expect(KeyMetadata?.CurrentKeyMaterialId).toMatch(/^[a-f0-9]{64}$/);
});

test("a disabled key encrypts nothing and opens nothing until it is enabled", async () => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  const blob = await sealed(kms, arn);
  await kms.send(new DisableKeyCommand({ KeyId: arn }));
  expect(await failure(sealed(kms, arn))).toBe(`DisabledException: ${arn} is disabled.`);
  expect(await failure(kms.send(new DecryptCommand(blob)))).toBe(`DisabledException: ${arn} is disabled.`);
  await kms.send(new EnableKeyCommand({ KeyId: arn }));
  await kms.send(new DecryptCommand(blob));
});

test("a key to be deleted is unusable, comes back disabled, and goes at the end of its window", async () => {
  const { kms, pass, records } = await newAccount();
  const { arn } = await newKey(kms);
  const blob = await sealed(kms, arn);
  const schedule = () => kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: 7 }));
  await schedule();
  const pending = `KMSInvalidStateException: ${arn} is pending deletion.`;
  expect(await failure(kms.send(new DecryptCommand(blob)))).toBe(pending);
  expect(await failure(kms.send(new EnableKeyCommand({ KeyId: arn })))).toBe(pending);
  await kms.send(new CancelKeyDeletionCommand({ KeyId: arn }));
  expect((await kms.send(new DescribeKeyCommand({ KeyId: arn }))).KeyMetadata?.KeyState).toBe("Disabled");
  await pass(8 * 24 * 3600 * 1000);
  await schedule();
  await pass(7 * 24 * 3600 * 1000);
  expect(await failure(kms.send(new DescribeKeyCommand({ KeyId: arn })))).toMatch(/^NotFoundException/);
  expect(records("DeleteKey")).toMatchObject([
    {
      eventType: "AwsServiceEvent",
      requestParameters: null,
      resources: [{ ARN: arn, type: "AWS::KMS::Key" }],
    },
  ]);
});

test.each([6, 31])("a waiting period of %i days is refused", async (PendingWindowInDays) => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  const call = kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays }));
  expect(await failure(call)).toMatch(/^ValidationException/);
});

test("the default key policy leaves it to IAM who may decrypt", async () => {
  const { kms, role, as } = await newAccount();
  const { arn } = await newKey(kms);
  const blob = await sealed(kms, arn);
  const reader = as(await role("reader", allow("kms:Decrypt", arn)));
  const stranger = as(await role("stranger"));
  await reader.kms.send(new DecryptCommand(blob));
  expect(await failure(stranger.kms.send(new DecryptCommand(blob)))).toMatch(/^AccessDeniedException/);
});

test("IAM counts for nothing on a key whose policy does not delegate to it, but a grant does", async () => {
  const { kms, role, as } = await newAccount();
  const readerArn = await role("reader", allow("kms:Decrypt"));
  const owner = await role("owner");
  const { arn } = await newKey(
    kms,
    policy({ Effect: "Allow", Principal: { AWS: owner }, Action: "kms:*", Resource: "*" }),
  );
  const blob = await sealed(kms, arn);
  const reader = as(readerArn);
  expect(await failure(reader.kms.send(new DecryptCommand(blob)))).toMatch(/^AccessDeniedException/);
  const grant = {
    KeyId: arn,
    GranteePrincipal: readerArn,
    Operations: ["Decrypt" as const],
    Constraints: { EncryptionContextSubset: EncryptionContext },
    Name: "pull",
  };
  const { GrantId } = await kms.send(new CreateGrantCommand(grant));
  expect((await kms.send(new CreateGrantCommand(grant))).GrantId).toBe(GrantId);
  expect((await kms.send(new ListGrantsCommand({ KeyId: arn }))).Grants).toHaveLength(1);
  await reader.kms.send(new DecryptCommand(blob));
  await kms.send(new RevokeGrantCommand({ KeyId: arn, GrantId }));
  expect(await failure(reader.kms.send(new DecryptCommand(blob)))).toMatch(/^AccessDeniedException/);
});

test("the condition on the encryption context holds", async () => {
  const { kms, role, as } = await newAccount();
  const { arn } = await newKey(kms);
  const onlyOther = { StringEquals: { "kms:EncryptionContext:SecretARN": "another" } };
  const onlyThis = { StringEquals: { "kms:EncryptionContext:SecretARN": EncryptionContext.SecretARN } };
  const shut = as(await role("shut", allow("kms:Decrypt", arn, onlyOther)));
  const admitted = as(await role("admitted", allow("kms:Decrypt", arn, onlyThis)));
  const blob = await sealed(kms, arn);
  await admitted.kms.send(new DecryptCommand(blob));
  expect(await failure(shut.kms.send(new DecryptCommand(blob)))).toMatch(/^AccessDeniedException/);
});

test("the key of Secrets Manager exists from its first mention, open only through that service", async () => {
  const { kms, role, as } = await newAccount();
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/aws/secretsmanager" }));
  expect(KeyMetadata).toMatchObject({ KeyManager: "AWS", KeyState: "Enabled" });
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId ?? "" }));
  expect(JSON.parse(Policy ?? "")).toMatchObject({ Id: "auto-secretsmanager-2", Statement: [{}, {}, {}] });
  const reader = as(await role("reader", allow("kms:*")));
  const direct = reader.kms.send(new EncryptCommand({ KeyId: KeyMetadata?.Arn, Plaintext }));
  expect(await failure(direct)).toMatch(/^AccessDeniedException/);
});

test("a key policy that shuts its author out, or is none, is not taken", async () => {
  const { kms, role, as } = await newAccount();
  const { arn } = await newKey(kms);
  const author = as(await role("author", allow("kms:*")));
  const Policy = policy({
    Effect: "Allow",
    Principal: { AWS: await role("other") },
    Action: "kms:*",
    Resource: "*",
  });
  const put = (input: object) =>
    author.kms.send(new PutKeyPolicyCommand({ KeyId: arn, PolicyName: "default", Policy, ...input }));
  expect(await failure(put({}))).toBe(
    "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
  );
  expect(await failure(put({ Policy: "{" }))).toMatch(/^MalformedPolicyDocumentException/);
  await put({ BypassPolicyLockoutSafetyCheck: true });
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: arn }))).Policy).toBe(Policy);
});

test("a changed key policy is on the trail as text, with the key's ARN in resources", async () => {
  const { kms, pass, records } = await newAccount();
  const { id, arn } = await newKey(kms);
  const Policy = policy({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" });
  await kms.send(new PutKeyPolicyCommand({ KeyId: id, Policy }));
  await pass(60_000);
  expect(records("PutKeyPolicy")).toMatchObject([
    {
      eventSource: "kms.amazonaws.com",
      requestParameters: { keyId: id, policyName: "default", policy: Policy },
      responseElements: { keyId: arn },
      resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: arn }],
    },
  ]);
});

test("lists come in pages, tags can be read", async () => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  await newKey(kms);
  await newKey(kms);
  const first = await kms.send(new ListKeysCommand({ Limit: 2 }));
  const second = await kms.send(new ListKeysCommand({ Limit: 2, Marker: first.NextMarker }));
  expect([first.Keys?.length, first.Truncated, second.Keys?.length, second.Truncated]).toEqual([
    2,
    true,
    1,
    false,
  ]);
  const tag = (TagValue: string) =>
    kms.send(new TagResourceCommand({ KeyId: arn, Tags: [{ TagKey: "team", TagValue }] }));
  await tag("web");
  await tag("api");
  expect((await kms.send(new ListResourceTagsCommand({ KeyId: arn }))).Tags).toEqual([
    { TagKey: "team", TagValue: "api" },
  ]);
  await kms.send(new UntagResourceCommand({ KeyId: arn, TagKeys: ["team"] }));
  expect((await kms.send(new ListResourceTagsCommand({ KeyId: arn }))).Tags).toEqual([]);
  expect(await failure(kms.send(new ListKeysCommand({ Marker: "nonsense" })))).toMatch(
    /^InvalidMarkerException/,
  );
});

test("what changes a key takes no alias, and a grant that is not there cannot be revoked", async () => {
  const { kms } = await newAccount();
  const { id } = await newKey(kms);
  await kms.send(new CreateAliasCommand({ AliasName: "alias/registry", TargetKeyId: id }));
  expect(await failure(kms.send(new DisableKeyCommand({ KeyId: "alias/registry" })))).toBe(
    "NotFoundException: Invalid keyId 'alias/registry'",
  );
  const byArn = new DisableKeyCommand({ KeyId: `arn:aws:kms:${home}:${account}:alias/registry` });
  expect(await failure(kms.send(byArn))).toMatch(/^InvalidArnException/);
  expect(await failure(kms.send(new RevokeGrantCommand({ KeyId: id, GrantId: "none" })))).toMatch(
    /^NotFoundException/,
  );
});

test("keys of other kinds, and plaintext above 4 KiB, are refused", async () => {
  const { kms } = await newAccount();
  const { arn } = await newKey(kms);
  expect(await failure(kms.send(new CreateKeyCommand({ KeySpec: "RSA_2048" })))).toMatch(
    /^UnsupportedOperationException/,
  );
  const long = new EncryptCommand({ KeyId: arn, Plaintext: Buffer.alloc(4097) });
  expect(await failure(kms.send(long))).toMatch(/^ValidationException/);
});
