import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  type CreateSecretCommandInput,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  type ListSecretsCommandInput,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { account, failure, home, newAccount } from "./support/account.ts";

const SecretString = '{"username":"ci","password":"canary-s3cret"}';

test("a new secret gets an ARN of its name and six characters", async () => {
  const { secrets } = await newAccount();
  const { ARN, Name } = await secrets.send(new CreateSecretCommand({ Name: "team/registry", SecretString }));
  expect(ARN).toMatch(
    new RegExp(`^arn:aws:secretsmanager:${home}:${account}:secret:team/registry-[A-Za-z0-9]{6}$`),
  );
  expect(Name).toBe("team/registry");
  const described = await secrets.send(new DescribeSecretCommand({ SecretId: "team/registry" }));
  expect(described).toMatchObject({ ARN, Name: "team/registry" });
  expect(described).not.toHaveProperty("KmsKeyId");
  expect(described).not.toHaveProperty("DeletedDate");
});

test.each<[string, Partial<CreateSecretCommandInput>, string]>([
  ["a name with a space", { Name: "my registry" }, "ValidationException: Invalid name."],
  ["an empty name", { Name: "" }, "ValidationException: 1 validation error detected: Value '' at 'name'"],
  [
    "a name that is taken",
    { Name: "taken" },
    "ResourceExistsException: The operation failed because the secret taken already exists.",
  ],
  ["two values", { SecretBinary: Buffer.from("x") }, "InvalidParameterException"],
  ["a value above 64 KiB", { SecretString: "x".repeat(65_537) }, "ValidationException"],
  ["a glob in a tag", { Tags: [{ Key: "pullpass/projects", Value: "team-*" }] }, "InvalidParameterException"],
  ["a tag of AWS's own", { Tags: [{ Key: "aws:x", Value: "y" }] }, "InvalidParameterException"],
])("%s is refused", async (_, input, expected) => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: "taken", SecretString }));
  const call = secrets.send(new CreateSecretCommand({ Name: "free", SecretString, ...input }));
  expect(await failure(call)).toContain(expected);
});

test("a repeated request for the same secret gets the same answer", async () => {
  const { secrets } = await newAccount();
  const create = (value: string) =>
    secrets.send(
      new CreateSecretCommand({ Name: "registry", SecretString: value, ClientRequestToken: "a".repeat(32) }),
    );
  const { ARN } = await create(SecretString);
  expect((await create(SecretString)).ARN).toBe(ARN);
  expect(await failure(create("other"))).toMatch(/^ResourceExistsException/);
});

test("a secret answers to its name, its ARN, and its ARN without the suffix", async () => {
  const { secrets } = await newAccount();
  const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "team/registry", SecretString }));
  for (const SecretId of ["team/registry", ARN, ARN.slice(0, -7)]) {
    expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).ARN).toBe(ARN);
  }
  for (const SecretId of ["team", `${ARN.slice(0, -6)}XXXXXX`, ARN.slice(0, -7).replace(home, "us-east-1")]) {
    expect(await failure(secrets.send(new DescribeSecretCommand({ SecretId })))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    );
  }
});

test("a name that ends like a full ARN is not found by its partial ARN", async () => {
  const { secrets } = await newAccount();
  const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "registry-master", SecretString }));
  const partial = secrets.send(new DescribeSecretCommand({ SecretId: ARN.slice(0, -7) }));
  expect(await failure(partial)).toMatch(/^ResourceNotFoundException/);
  expect((await secrets.send(new DescribeSecretCommand({ SecretId: "registry-master" }))).ARN).toBe(ARN);
});

test("a new value becomes current, the one before it previous", async () => {
  const { secrets } = await newAccount();
  const SecretId = "registry";
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one" }));
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "two" }));
  await secrets.send(new UpdateSecretCommand({ SecretId, SecretString: "three" }));
  const value = async (VersionStage?: string) =>
    (await secrets.send(new GetSecretValueCommand({ SecretId, ...(VersionStage && { VersionStage }) })))
      .SecretString;
  expect([await value(), await value("AWSPREVIOUS")]).toEqual(["three", "two"]);
  expect(await failure(value("AWSPENDING"))).toBe(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
  );
  const staged = await secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
  expect(staged.Versions?.map(({ VersionStages }) => VersionStages)).toEqual([
    ["AWSPREVIOUS"],
    ["AWSCURRENT"],
  ]);
  const all = await secrets.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
  expect(all.Versions).toHaveLength(3);
});

test("a new value without content, or under a used version id, is refused", async () => {
  const { secrets } = await newAccount();
  const SecretId = "registry";
  const ClientRequestToken = "b".repeat(32);
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one", ClientRequestToken }));
  const put = (input: { SecretString?: string; SecretBinary?: Uint8Array }) =>
    secrets.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, ...input }));
  expect(await failure(put({}))).toMatch(/^InvalidRequestException/);
  expect((await put({ SecretString: "one" })).VersionId).toBe(ClientRequestToken);
  expect(await failure(put({ SecretString: "two" }))).toMatch(/^ResourceExistsException/);
  expect(await failure(put({ SecretBinary: Buffer.from("one") }))).toMatch(/^ResourceExistsException/);
});

test("a version is read by its id", async () => {
  const { secrets } = await newAccount();
  const SecretId = "registry";
  const { VersionId } = await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "one" }));
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: "two" }));
  expect((await secrets.send(new GetSecretValueCommand({ SecretId, VersionId }))).SecretString).toBe("one");
  expect(
    await failure(secrets.send(new GetSecretValueCommand({ SecretId, VersionId: "c".repeat(32) }))),
  ).toBe(
    `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${"c".repeat(32)}`,
  );
});

test("a secret without a value has none to read", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: "empty" }));
  expect(await failure(secrets.send(new GetSecretValueCommand({ SecretId: "empty" })))).toBe(
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  );
});

test("bytes come back as bytes", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new CreateSecretCommand({ Name: "bytes", SecretBinary: Buffer.from([1, 2, 255]) }));
  const { SecretBinary, SecretString: text } = await secrets.send(
    new GetSecretValueCommand({ SecretId: "bytes" }),
  );
  expect([...(SecretBinary ?? [])]).toEqual([1, 2, 255]);
  expect(text).toBeUndefined();
});

test("tags are set, replaced and removed", async () => {
  const { secrets } = await newAccount();
  const SecretId = "registry";
  await secrets.send(new CreateSecretCommand({ Name: SecretId, Tags: [{ Key: "team", Value: "web" }] }));
  await secrets.send(
    new TagResourceCommand({
      SecretId,
      Tags: [
        { Key: "team", Value: "api" },
        { Key: "stage", Value: "test" },
      ],
    }),
  );
  await secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["stage", "unknown"] }));
  expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).Tags).toEqual([
    { Key: "team", Value: "api" },
  ]);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `key${index}`, Value: "" }));
  expect(await failure(secrets.send(new TagResourceCommand({ SecretId, Tags: many })))).toMatch(
    /^InvalidParameterException/,
  );
});

test("rotation needs a function, and shows", async () => {
  const { secrets } = await newAccount();
  const SecretId = "registry";
  await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  expect(await failure(secrets.send(new RotateSecretCommand({ SecretId })))).toBe(
    "InvalidRequestException: No Lambda rotation function ARN is associated with this secret.",
  );
  const RotationLambdaARN = `arn:aws:lambda:${home}:${account}:function:rotate`;
  await secrets.send(
    new RotateSecretCommand({ SecretId, RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 30 } }),
  );
  expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).toMatchObject({
    RotationEnabled: true,
    RotationLambdaARN,
    RotationRules: { AutomaticallyAfterDays: 30 },
  });
  await secrets.send(new CancelRotateSecretCommand({ SecretId }));
  expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).RotationEnabled).toBe(false);
});

test.each<[string, ListSecretsCommandInput["Filters"], string[]]>([
  ["all", [], ["web/registry", "api/registry"]],
  ["a name's beginning", [{ Key: "name", Values: ["web"] }], ["web/registry"]],
  ["what does not begin so", [{ Key: "name", Values: ["!web"] }], ["api/registry"]],
  ["a tag's key", [{ Key: "tag-key", Values: ["pullpass/pro"] }], ["web/registry"]],
  ["a tag's value, by case", [{ Key: "tag-value", Values: ["ALL"] }], []],
  ["a tag's value", [{ Key: "tag-value", Values: ["all", "none"] }], ["web/registry"]],
  [
    "two at once",
    [
      { Key: "tag-key", Values: ["team"] },
      { Key: "name", Values: ["web"] },
    ],
    [],
  ],
])("secrets are listed by %s", async (_, Filters, expected) => {
  const { secrets } = await newAccount();
  const tags = { web: { Key: "pullpass/projects", Value: "all" }, api: { Key: "team", Value: "api" } };
  for (const [team, tag] of Object.entries(tags)) {
    await secrets.send(new CreateSecretCommand({ Name: `${team}/registry`, Tags: [tag] }));
  }
  const { SecretList } = await secrets.send(new ListSecretsCommand({ Filters, SortOrder: "asc" }));
  expect(SecretList?.map(({ Name }) => Name)).toEqual(expected);
});

test("secrets are listed page by page, each once", async () => {
  const { secrets } = await newAccount();
  for (let index = 0; index < 5; index++) await secrets.send(new CreateSecretCommand({ Name: `s${index}` }));
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await secrets.send(
      new ListSecretsCommand({ MaxResults: 2, ...(NextToken && { NextToken }) }),
    );
    names.push(...(page.SecretList ?? []).map(({ Name = "" }) => Name));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(names.toSorted()).toEqual(["s0", "s1", "s2", "s3", "s4"]);
  expect(await failure(secrets.send(new ListSecretsCommand({ NextToken: "nonsense" })))).toMatch(
    /^InvalidNextTokenException/,
  );
});

test("the trail names the new secret by ARN alone and never its value", async () => {
  const { secrets, pass, records } = await newAccount();
  const ClientRequestToken = "a".repeat(32);
  const { ARN } = await secrets.send(
    new CreateSecretCommand({ Name: "registry", SecretString, ClientRequestToken, Description: "" }),
  );
  await pass(60_000);
  const [record] = records("CreateSecret");
  expect(record).toMatchObject({ eventSource: "secretsmanager.amazonaws.com", readOnly: false });
  expect(record?.requestParameters).toEqual({
    name: "registry",
    clientRequestToken: ClientRequestToken,
    description: "",
  });
  expect(record?.responseElements).toEqual({ arn: ARN });
  expect(JSON.stringify(record)).not.toContain("canary-s3cret");
});

test("the trail keeps the form in which a caller named the secret, and adds its ARN", async () => {
  const { secrets, pass, records } = await newAccount();
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: "registry" }));
  await secrets.send(new TagResourceCommand({ SecretId: "registry", Tags: [{ Key: "a", Value: "b" }] }));
  await secrets.send(new UntagResourceCommand({ SecretId: ARN?.slice(0, -7), TagKeys: ["a"] }));
  await pass(60_000);
  expect(records("TagResource")).toMatchObject([
    {
      requestParameters: { secretId: "registry", tags: [{ key: "a", value: "b" }] },
      responseElements: { arn: ARN },
    },
  ]);
  expect(records("UntagResource")).toMatchObject([
    { requestParameters: { secretId: ARN?.slice(0, -7), tagKeys: ["a"] }, responseElements: { arn: ARN } },
  ]);
});
