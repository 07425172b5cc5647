/** How labels move between versions, and what is refused: as LocalStack's tests recorded it on AWS. */
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { answer } from "../../packages/sandbox/src/endpoint.ts";
import { failure, home, newAccount } from "./support/account.ts";

const SecretId = "registry";

/** A secret with one version, `V1`, and what can be done to its labels; versions are `V2`, `V3` … in their order. */
async function newSecret() {
  const world = await newAccount();
  const { secrets } = world;
  const ids = [
    (await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: "V1" }))).VersionId,
  ];
  const idOf = (version: string) => ids[Number(version.slice(1)) - 1];
  return {
    ...world,
    idOf,
    async put(...VersionStages: string[]) {
      const SecretString = `V${ids.length + 1}`;
      ids.push(
        (await secrets.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages }))).VersionId,
      );
    },
    move: (VersionStage: string, from?: string, to?: string) =>
      secrets.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage,
          ...(from && { RemoveFromVersionId: idOf(from) }),
          ...(to && { MoveToVersionId: idOf(to) }),
        }),
      ),
    labels: () => labelsOf(secrets, ids),
  };
}

async function labelsOf(secrets: SecretsManagerClient, ids: readonly (string | undefined)[]) {
  const { Versions = [] } = await secrets.send(new ListSecretVersionIdsCommand({ SecretId }));
  return Object.fromEntries(
    Versions.map(({ VersionId, VersionStages = [] }) => [
      `V${ids.indexOf(VersionId) + 1}`,
      VersionStages.sort().join(" "),
    ]),
  );
}

test("a version that loses AWSCURRENT becomes the previous one, and is no longer pending", async () => {
  const { put, move, labels } = await newSecret();
  await put("AWSPENDING");
  expect(await labels()).toEqual({ V1: "AWSCURRENT", V2: "AWSPENDING" });
  await move("AWSCURRENT", "V1", "V2");
  expect(await labels()).toEqual({ V1: "AWSPREVIOUS", V2: "AWSCURRENT AWSPENDING" });
  await put("AWSCURRENT");
  expect(await labels()).toEqual({ V2: "AWSPREVIOUS", V3: "AWSCURRENT" });
});

test("labels of one's own stay where they are, until a version takes them", async () => {
  const { put, move, labels } = await newSecret();
  await put("AWSPENDING", "GREEN", "PUT1");
  await move("AWSCURRENT", "V1", "V2");
  await put("AWSPENDING", "PUT2");
  expect(await labels()).toEqual({
    V1: "AWSPREVIOUS",
    V2: "AWSCURRENT GREEN PUT1",
    V3: "AWSPENDING PUT2",
  });
  await move("AWSCURRENT", "V2", "V3");
  expect(await labels()).toEqual({ V2: "AWSPREVIOUS GREEN PUT1", V3: "AWSCURRENT AWSPENDING PUT2" });
  await put("PUT1", "PUT2");
  expect(await labels()).toEqual({
    V2: "AWSPREVIOUS GREEN",
    V3: "AWSCURRENT AWSPENDING",
    V4: "PUT1 PUT2",
  });
});

test("a label can be taken away, but AWSCURRENT only moved", async () => {
  const { put, move, labels } = await newSecret();
  await put("PENDING");
  await move("AWSCURRENT", "V1", "V2");
  await move("PENDING", "V2");
  expect(await labels()).toEqual({ V1: "AWSPREVIOUS", V2: "AWSCURRENT" });
  expect(await failure(move("AWSCURRENT", "V2"))).toMatch(
    /^InvalidParameterException: You can only move staging label AWSCURRENT to a different secret version/,
  );
});

test("whoever moves a label names the version that has it", async () => {
  const { put, move, idOf, labels } = await newSecret();
  await put("AWSPENDING");
  expect(await failure(move("AWSCURRENT", undefined, "V2"))).toBe(
    `InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${idOf("V1")}, so you must explicitly reference that version in RemoveFromVersionId.`,
  );
  expect(await failure(move("AWSCURRENT", "V2", "V2"))).toMatch(/^InvalidParameterException/);
  expect(await labels()).toEqual({ V1: "AWSCURRENT", V2: "AWSPENDING" });
});

test.each<[string, string | undefined, string | undefined, string]>([
  [
    "a label that no version has",
    undefined,
    "AWSPREVIOUS",
    "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
  ],
  [
    "a version with a label that it lacks",
    "V1",
    "AWSPENDING",
    "InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.",
  ],
])("a request for %s is refused", async (_, version, VersionStage, expected) => {
  const { secrets, idOf } = await newSecret();
  const VersionId = version && idOf(version);
  const call = secrets.send(
    new GetSecretValueCommand({
      SecretId,
      ...(VersionStage && { VersionStage }),
      ...(VersionId && { VersionId }),
    }),
  );
  expect(await failure(call)).toBe(expected);
});

test("the same token with another value is refused, by each call that takes one", async () => {
  const { secrets, idOf } = await newSecret();
  const ClientRequestToken = idOf("V1");
  const same = { SecretId, SecretString: "V1", ClientRequestToken };
  const other = { ...same, SecretString: "another" };
  await secrets.send(new PutSecretValueCommand(same));
  await secrets.send(new UpdateSecretCommand(same));
  expect(await failure(secrets.send(new PutSecretValueCommand(other)))).toMatch(/^ResourceExistsException/);
  expect(await failure(secrets.send(new UpdateSecretCommand(other)))).toMatch(/^ResourceExistsException/);
  const create = new CreateSecretCommand({ Name: SecretId, SecretString: "another", ClientRequestToken });
  expect(await failure(secrets.send(create))).toMatch(/^ResourceExistsException/);
});

test.each([
  ["CreateSecret", { Name: "new", SecretString: "x" }, "InvalidRequestException"],
  ["UpdateSecret", { SecretId, SecretString: "x" }, "InvalidRequestException"],
  ["PutSecretValue", { SecretId, SecretString: "x" }, "InvalidRequestException"],
  ["RotateSecret", { SecretId, RotationLambdaARN: "arn:aws:lambda:x" }, "InvalidParameterException"],
])(
  "%s without a token, which SDKs send by themselves, is refused in AWS's form",
  async (operation, input, name) => {
    const { sandbox } = await newSecret();
    const reply = await answer(sandbox, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260105/${home}/secretsmanager/aws4_request`,
        "x-amz-target": `secretsmanager.${operation}`,
      },
      body: new TextEncoder().encode(JSON.stringify(input)),
    });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({
      __type: name,
      Message: "You must provide a ClientRequestToken value. We recommend a UUID-type value.",
    });
  },
);
