/** Aliases that move, tags, grants, keys of several Regions, and key material that its owner brings. */
import { constants, createHash, createPublicKey, publicEncrypt } from "node:crypto";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetParametersForImportCommand,
  type GrantOperation,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  UpdatePrimaryRegionCommand,
} from "@aws-sdk/client-kms";
import { CreateSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { account, allow, away, failure, home, newAccount } from "./support/account.ts";

const Plaintext = Buffer.from("a password");
const dayMs = 24 * 3600 * 1000;

async function newKey(kms: KMSClient, input: Partial<CreateKeyCommandInput> = {}): Promise<string> {
  return (await kms.send(new CreateKeyCommand(input))).KeyMetadata?.Arn ?? "";
}

async function metadata(kms: KMSClient, KeyId: string) {
  return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
}

test("an alias moves to another key, where whoever moves it may use both keys", async () => {
  const { kms, role, as } = await newAccount();
  const [one, other] = [await newKey(kms), await newKey(kms)];
  const AliasName = "alias/registry";
  const aliasArn = `arn:aws:kms:${home}:${account}:${AliasName}`;
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: one }));
  const move = new UpdateAliasCommand({ AliasName, TargetKeyId: other });
  const half = as(await role("half", allow("kms:UpdateAlias", [aliasArn, other])));
  const whole = as(await role("whole", allow("kms:UpdateAlias", [aliasArn, one, other])));
  expect(await failure(half.kms.send(move))).toMatch(/^AccessDeniedException/);
  await whole.kms.send(move);
  expect((await metadata(kms, AliasName))?.Arn).toBe(other);
  const unknown = new UpdateAliasCommand({ AliasName: "alias/none", TargetKeyId: other });
  expect(await failure(kms.send(unknown))).toMatch(/^NotFoundException/);
});

test("an alias without its prefix is refused in AWS's words", async () => {
  const { kms } = await newAccount();
  const TargetKeyId = await newKey(kms);
  expect(await failure(kms.send(new CreateAliasCommand({ AliasName: "registry", TargetKeyId })))).toBe(
    'ValidationException: Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  );
});

test("a key on its way out takes no alias and no tag, and its aliases go with it", async () => {
  const { kms, pass } = await newAccount();
  const key = await newKey(kms);
  await kms.send(new CreateAliasCommand({ AliasName: "alias/registry", TargetKeyId: key }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
  const pending = `KMSInvalidStateException: ${key} is pending deletion.`;
  const alias = new CreateAliasCommand({ AliasName: "alias/other", TargetKeyId: key });
  const tag = new TagResourceCommand({ KeyId: key, Tags: [{ TagKey: "team", TagValue: "web" }] });
  expect(await failure(kms.send(alias))).toBe(pending);
  expect(await failure(kms.send(tag))).toBe(pending);
  await pass(7 * dayMs);
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
});

const tags = (...keys: string[]) => keys.map((TagKey) => ({ TagKey, TagValue: "web" }));
test.each([
  ["a key of AWS's", tags("AWS:team"), "TagException: Tags beginning with aws: are reserved"],
  ["a key twice", tags("team", "team"), "TagException: Duplicate tag keys"],
  [
    "more than fifty",
    tags(...Array.from({ length: 51 }, (_, index) => `tag-${index}`)),
    "TagException: Too many tags",
  ],
])("tags with %s are refused, on a new key and an old one", async (_, Tags, expected) => {
  const { kms } = await newAccount();
  const KeyId = await newKey(kms);
  expect(await failure(newKey(kms, { Tags }))).toBe(expected);
  expect(await failure(kms.send(new TagResourceCommand({ KeyId, Tags })))).toBe(expected);
});

test("whether someone may make a key can hang on its tags and its kind", async () => {
  const { role, as } = await newAccount();
  const maker = as(
    await role(
      "maker",
      allow("kms:CreateKey", "*", {
        StringEquals: { "kms:KeySpec": "SYMMETRIC_DEFAULT", "aws:RequestTag/team": "web" },
        Bool: { "kms:MultiRegion": "false" },
      }),
      allow("kms:TagResource"),
    ),
  );
  await newKey(maker.kms, { Tags: tags("team") });
  expect(await failure(newKey(maker.kms))).toMatch(/^AccessDeniedException/);
  expect(await failure(newKey(maker.kms, { Tags: tags("team"), MultiRegion: true }))).toMatch(
    /^AccessDeniedException/,
  );
});

test.each<[string, Partial<CreateGrantCommandInput>, RegExp]>([
  ["an operation of another kind of key", { Operations: ["Sign"] }, /^ValidationException/],
  [
    "a role that is not there",
    { GranteePrincipal: `arn:aws:iam::${account}:role/none` },
    /^InvalidArnException/,
  ],
  ["what is no principal", { GranteePrincipal: `arn:aws:iam::${account}:group/web` }, /^InvalidArnException/],
  [
    "a retiring principal that is not there",
    { RetiringPrincipal: `arn:aws:iam::${account}:user/none` },
    /^InvalidArnException/,
  ],
])("a grant with %s is refused", async (_, input, expected) => {
  const { kms, role } = await newAccount();
  const GranteePrincipal = await role("reader");
  const KeyId = await newKey(kms);
  const grant = { KeyId, GranteePrincipal, Operations: ["Decrypt"] satisfies GrantOperation[], ...input };
  expect(await failure(kms.send(new CreateGrantCommand(grant)))).toMatch(expected);
});

test("the same request makes the same grant, any other another", async () => {
  const { kms, role } = await newAccount();
  const GranteePrincipal = await role("reader");
  const KeyId = await newKey(kms);
  const grant = async (input: Partial<CreateGrantCommandInput>) => {
    const made = await kms.send(
      new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ["Decrypt", "DescribeKey"], ...input }),
    );
    return made.GrantId;
  };
  const first = await grant({ Name: "pull" });
  expect(await grant({ Name: "pull", Operations: ["DescribeKey", "Decrypt"] })).toBe(first);
  const others = [
    await grant({ Name: "pull", Operations: ["Decrypt"] }),
    await grant({ Name: "pull", Constraints: { EncryptionContextSubset: { team: "web" } } }),
    await grant({}),
    await grant({}),
  ];
  expect(new Set([first, ...others]).size).toBe(5);
});

test("whom someone may grant a key to can be limited", async () => {
  const { kms, role, as } = await newAccount();
  const [web, api] = [await role("web"), await role("api")];
  const KeyId = await newKey(kms);
  const condition = {
    StringEquals: { "kms:GranteePrincipal": web },
    "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] },
  };
  const giver = as(await role("giver", allow("kms:CreateGrant", KeyId, condition)));
  const grant = (GranteePrincipal: string, Operations: GrantOperation[]) =>
    giver.kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations }));
  await grant(web, ["Decrypt"]);
  expect(await failure(grant(api, ["Decrypt"]))).toMatch(/^AccessDeniedException/);
  expect(await failure(grant(web, ["Decrypt", "Encrypt"]))).toMatch(/^AccessDeniedException/);
});

test("a grant is retired by whom it names for that, by its grantee where it says so, and by nobody else", async () => {
  const { kms, role, as } = await newAccount();
  const [web, retirer, stranger] = [await role("web"), await role("retirer"), await role("stranger")];
  const KeyId = await newKey(kms);
  const give = async (Operations: GrantOperation[], more: Partial<CreateGrantCommandInput> = {}) => {
    const grant = new CreateGrantCommand({ KeyId, GranteePrincipal: web, Operations, ...more });
    const { GrantId, GrantToken } = await kms.send(grant);
    return { GrantId, GrantToken };
  };
  const left = async () => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants?.length;
  const retire = (arn: string, GrantId: string | undefined) =>
    as(arn).kms.send(new RetireGrantCommand({ KeyId, GrantId }));
  const named = await give(["Decrypt"], { RetiringPrincipal: retirer });
  const own = await give(["Decrypt", "RetireGrant"]);
  expect(await failure(retire(stranger, named.GrantId))).toMatch(/^AccessDeniedException/);
  expect(await failure(retire(web, named.GrantId))).toMatch(/^AccessDeniedException/);
  expect(await failure(retire(retirer, own.GrantId))).toMatch(/^AccessDeniedException/);
  await as(retirer).kms.send(new RetireGrantCommand({ GrantToken: named.GrantToken }));
  await retire(web, own.GrantId);
  expect(await left()).toBe(0);
  expect(await failure(kms.send(new RetireGrantCommand({ KeyId, GrantId: own.GrantId })))).toMatch(
    /^InvalidGrantIdException/,
  );
  expect(await failure(kms.send(new RetireGrantCommand({ GrantToken: "none" })))).toMatch(
    /^InvalidGrantTokenException/,
  );
});

test("a dry run checks all and does nothing", async () => {
  const { kms, role } = await newAccount();
  const KeyId = await newKey(kms);
  const GranteePrincipal = await role("web");
  const would = "DryRunOperationException: The request would have succeeded, but the DryRun option is set.";
  const grant = { KeyId, GranteePrincipal, Operations: ["Decrypt"] as GrantOperation[] };
  const grants = async () => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants ?? [];
  expect(await failure(kms.send(new CreateGrantCommand({ ...grant, DryRun: true })))).toBe(would);
  expect(await grants()).toEqual([]);
  const { GrantId } = await kms.send(new CreateGrantCommand(grant));
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
  const asked = [
    () => kms.send(new RetireGrantCommand({ KeyId, GrantId, DryRun: true })),
    () => kms.send(new RevokeGrantCommand({ KeyId, GrantId, DryRun: true })),
    () => kms.send(new EncryptCommand({ KeyId, Plaintext, DryRun: true })),
    () => kms.send(new DecryptCommand({ CiphertextBlob, DryRun: true })),
    () => kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", DryRun: true })),
  ];
  for (const ask of asked) expect(await failure(ask()), String(ask)).toBe(would);
  expect(await grants()).toHaveLength(1);
  const unknown = new RevokeGrantCommand({ KeyId, GrantId: "none", DryRun: true });
  expect(await failure(kms.send(unknown))).toMatch(/^NotFoundException/);
});

test("primary and replica change places where whoever asks may do so with both", async () => {
  const { kms, clients, pass, role, as } = await newAccount();
  const elsewhere = clients(away).kms;
  const KeyId = await newKey(kms, { MultiRegion: true });
  const replica = KeyId.replace(home, away);
  const change = new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion: away });
  expect(await failure(kms.send(change))).toMatch(/^NotFoundException/);
  await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: away }));
  await pass(10_000);
  const half = as(await role("half", allow("kms:UpdatePrimaryRegion", KeyId)));
  const whole = as(await role("whole", allow("kms:UpdatePrimaryRegion", [KeyId, replica])));
  expect(await failure(half.kms.send(change))).toMatch(/^AccessDeniedException/);
  await whole.kms.send(change);
  expect(await metadata(kms, KeyId)).toMatchObject({ KeyState: "Updating" });
  expect(await failure(kms.send(new DisableKeyCommand({ KeyId })))).toBe(
    `KMSInvalidStateException: ${KeyId} is updating.`,
  );
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
  await elsewhere.send(new DecryptCommand({ CiphertextBlob }));
  await pass(10_000);
  const configuration = {
    PrimaryKey: { Arn: replica, Region: away },
    ReplicaKeys: [{ Arn: KeyId, Region: home }],
  };
  expect(await metadata(kms, KeyId)).toMatchObject({
    KeyState: "Enabled",
    MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", ...configuration },
  });
  expect(await metadata(elsewhere, replica)).toMatchObject({
    KeyState: "Enabled",
    MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", ...configuration },
  });
  expect(await failure(kms.send(change))).toBe(
    `UnsupportedOperationException: ${KeyId} is not a multi-region primary key.`,
  );
});

test("a multi-Region key is the same key in another Region, with a policy of its own", async () => {
  const { kms, clients, pass } = await newAccount();
  const elsewhere = clients(away).kms;
  const KeyId = await newKey(kms, { MultiRegion: true, Description: "the primary" });
  const replica = KeyId.replace(home, away);
  expect(KeyId).toMatch(/key\/mrk-[0-9a-f]{32}$/);
  expect(await failure(elsewhere.send(new DescribeKeyCommand({ KeyId: replica })))).toMatch(
    /^NotFoundException/,
  );
  const made = await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: away }));
  expect(made.ReplicaKeyMetadata).toMatchObject({ Arn: replica, KeyState: "Creating", Enabled: false });
  expect(made.ReplicaPolicy).toContain(`arn:aws:iam::${account}:root`);
  await pass(10_000);
  const configuration = {
    PrimaryKey: { Arn: KeyId, Region: home },
    ReplicaKeys: [{ Arn: replica, Region: away }],
  };
  expect(await metadata(kms, KeyId)).toMatchObject({
    MultiRegion: true,
    MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", ...configuration },
  });
  expect(await metadata(elsewhere, replica)).toMatchObject({
    KeyState: "Enabled",
    Description: "",
    MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", ...configuration },
  });
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
  const opened = await elsewhere.send(new DecryptCommand({ CiphertextBlob }));
  expect([opened.KeyId, Buffer.from(opened.Plaintext ?? []).toString()]).toEqual([replica, "a password"]);
});

test("only a multi-Region primary is replicated, and once a Region", async () => {
  const { kms, clients, pass } = await newAccount();
  const single = await newKey(kms);
  const KeyId = await newKey(kms, { MultiRegion: true });
  const replicate = (id: string) => kms.send(new ReplicateKeyCommand({ KeyId: id, ReplicaRegion: away }));
  await replicate(KeyId);
  await pass(10_000);
  expect(await failure(replicate(KeyId))).toMatch(/^AlreadyExistsException/);
  expect(await failure(replicate(single))).toBe(
    `UnsupportedOperationException: ${single} is not a multi-region primary key.`,
  );
  const replica = KeyId.replace(home, away);
  const again = new ReplicateKeyCommand({ KeyId: replica, ReplicaRegion: home });
  expect(await failure(clients(away).kms.send(again))).toBe(
    `UnsupportedOperationException: ${replica} is not a multi-region primary key.`,
  );
});

test("a primary goes after its replicas", async () => {
  const { kms, clients, pass, records } = await newAccount();
  const elsewhere = clients(away).kms;
  const KeyId = await newKey(kms, { MultiRegion: true });
  const replica = KeyId.replace(home, away);
  await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: away }));
  await pass(10_000);
  const asked = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect(asked).toMatchObject({ KeyState: "PendingReplicaDeletion" });
  expect(asked).not.toHaveProperty("DeletionDate");
  expect(records("ScheduleKeyDeletion")[0]?.responseElements).not.toHaveProperty("deletionDate");
  await pass(30 * dayMs);
  await elsewhere.send(new ScheduleKeyDeletionCommand({ KeyId: replica, PendingWindowInDays: 7 }));
  await pass(7 * dayMs);
  expect(await metadata(kms, KeyId)).toMatchObject({ KeyState: "PendingDeletion" });
  await pass(7 * dayMs);
  expect(await failure(metadata(kms, KeyId))).toMatch(/^NotFoundException/);
});

const material = Buffer.alloc(32, 7);

/** Brings material to a key, wrapped as its owner must. */
async function bring(
  kms: KMSClient,
  KeyId: string,
  input: Partial<ImportKeyMaterialCommandInput> = {},
  bytes = material,
) {
  const { PublicKey = new Uint8Array(), ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    }),
  );
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const EncryptedKeyMaterial = publicEncrypt({ key, padding, oaepHash: "sha256" }, bytes);
  return kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial,
      ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
      ...input,
    }),
  );
}

test("a key whose material is brought waits for it, and is without it again when it is deleted", async () => {
  const { kms } = await newAccount();
  const KeyId = await newKey(kms, { Origin: "EXTERNAL" });
  const waiting = { KeyState: "PendingImport", Enabled: false, Origin: "EXTERNAL" };
  const encrypt = () => kms.send(new EncryptCommand({ KeyId, Plaintext }));
  const refused = `KMSInvalidStateException: ${KeyId} is pending import.`;
  expect(await metadata(kms, KeyId)).toMatchObject(waiting);
  expect(await metadata(kms, KeyId)).not.toHaveProperty("CurrentKeyMaterialId");
  expect(await failure(encrypt())).toBe(refused);
  expect(await failure(kms.send(new EnableKeyCommand({ KeyId })))).toBe(refused);

  const { KeyMaterialId } = await bring(kms, KeyId);
  expect(KeyMaterialId).toBe(createHash("sha256").update(material).digest("hex"));
  expect(await metadata(kms, KeyId)).toMatchObject({
    KeyState: "Enabled",
    ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
  });
  const { CiphertextBlob } = await encrypt();

  await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
  const without = await metadata(kms, KeyId);
  expect(without).toMatchObject({ ...waiting, CurrentKeyMaterialId: KeyMaterialId });
  expect(without).not.toHaveProperty("ExpirationModel");
  expect(await failure(kms.send(new DecryptCommand({ CiphertextBlob })))).toBe(refused);

  expect(await failure(bring(kms, KeyId, {}, Buffer.alloc(32, 8)))).toMatch(/^IncorrectKeyMaterialException/);
  await bring(kms, KeyId);
  await kms.send(new DecryptCommand({ CiphertextBlob }));
});

test("material that expires leaves the key, and the secrets under it, unreadable until it is brought again", async () => {
  const { kms, secrets, sandbox, pass } = await newAccount();
  const KeyId = await newKey(kms, { Origin: "EXTERNAL" });
  const ValidTo = new Date(sandbox.clock.now().getTime() + dayMs);
  const expiring = { ExpirationModel: "KEY_MATERIAL_EXPIRES", ValidTo } as const;
  expect(await failure(bring(kms, KeyId, { ExpirationModel: "KEY_MATERIAL_EXPIRES" }))).toBe(
    "ValidationException: A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
  );
  await bring(kms, KeyId, expiring);
  expect(await metadata(kms, KeyId)).toMatchObject(expiring);
  await secrets.send(new CreateSecretCommand({ Name: "registry", SecretString: "x", KmsKeyId: KeyId }));
  const read = () => secrets.send(new GetSecretValueCommand({ SecretId: "registry" }));
  await read();
  await pass(dayMs);
  expect(await metadata(kms, KeyId)).toMatchObject({ KeyState: "PendingImport" });
  expect(await failure(read())).toMatch(/^DecryptionFailure/);
  await bring(kms, KeyId);
  await read();
});

test("a key of KMS's own making takes no material, and a foreign token none at all", async () => {
  const { kms } = await newAccount();
  const own = await newKey(kms);
  expect(await failure(bring(kms, own))).toBe(
    `UnsupportedOperationException: ${own} origin is AWS_KMS which is not valid for this operation.`,
  );
  const KeyId = await newKey(kms, { Origin: "EXTERNAL" });
  expect(await failure(bring(kms, KeyId, { ImportToken: Buffer.from("none") }))).toMatch(
    /^InvalidImportTokenException/,
  );
  expect(await failure(bring(kms, KeyId, {}, Buffer.alloc(16)))).toMatch(/^IncorrectKeyMaterialException/);
});
