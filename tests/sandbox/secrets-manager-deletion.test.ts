import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  RestoreSecretCommand,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { failure, newAccount } from "./support/account.ts";

const SecretId = "registry";
const create = new CreateSecretCommand({ Name: SecretId, SecretString: "value" });
const marked =
  "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";
const dayMs = 24 * 3600 * 1000;

test("a secret to be deleted is described and listed on request, but neither read, tagged nor made again", async () => {
  const { secrets } = await newAccount();
  await secrets.send(create);
  await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).DeletedDate).toBeInstanceOf(Date);
  expect((await secrets.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  expect(
    (await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList,
  ).toHaveLength(1);
  expect(await failure(secrets.send(new GetSecretValueCommand({ SecretId })))).toBe(marked);
  expect(await failure(secrets.send(new TagResourceCommand({ SecretId, Tags: [] })))).toBe(marked);
  expect(await failure(secrets.send(create))).toBe(
    "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
  );
});

test("a restored secret is as it was, and stays", async () => {
  const { secrets, pass } = await newAccount();
  await secrets.send(create);
  await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  await secrets.send(new RestoreSecretCommand({ SecretId }));
  await pass(8 * dayMs);
  expect((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString).toBe("value");
  expect(await secrets.send(new DescribeSecretCommand({ SecretId }))).not.toHaveProperty("DeletedDate");
});

test("at the end of the window the secret is gone, and the service says so", async () => {
  const { secrets, pass, records, events } = await newAccount();
  const { ARN } = await secrets.send(create);
  await secrets.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
  await pass(7 * dayMs - 1000);
  expect(records("StartSecretVersionDelete")).toEqual([]);
  await pass(60_000);
  expect(await failure(secrets.send(new DescribeSecretCommand({ SecretId })))).toMatch(
    /^ResourceNotFoundException/,
  );
  for (const eventName of ["StartSecretVersionDelete", "EndSecretVersionDelete"]) {
    const [record] = records(eventName);
    expect(record).toMatchObject({
      eventType: "AwsServiceEvent",
      requestParameters: null,
      responseElements: null,
      additionalEventData: { ARN, Name: SecretId },
    });
    expect(record?.userIdentity).not.toHaveProperty("type");
  }
  expect(events("AWS Service Event via CloudTrail")).toHaveLength(2);
});

test("a forced deletion is over within seconds, and the name comes back with another ARN", async () => {
  const { secrets, pass, records } = await newAccount();
  const { ARN } = await secrets.send(create);
  await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  await pass(10_000);
  const again = await secrets.send(create);
  expect(again.ARN).not.toBe(ARN);
  const [record] = records("DeleteSecret");
  expect(record?.requestParameters).toEqual({ secretId: SecretId, forceDeleteWithoutRecovery: true });
  expect(record?.responseElements).toEqual({
    arn: ARN,
    name: SecretId,
    deletionDate: expect.stringMatching(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2}:\d{2} [AP]M$/),
  });
});

test("the forced deletion of a secret that is not there succeeds; the ordinary one does not", async () => {
  const { secrets } = await newAccount();
  await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  expect(await failure(secrets.send(new DeleteSecretCommand({ SecretId })))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test.each([
  [{ RecoveryWindowInDays: 6 }, "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."],
  [{ RecoveryWindowInDays: 31 }, "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."],
  [
    { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
  ],
])("a deletion with %o is refused", async (input, message) => {
  const { secrets } = await newAccount();
  await secrets.send(create);
  const call = secrets.send(new DeleteSecretCommand({ SecretId, ...input }));
  expect(await failure(call)).toBe(`InvalidParameterException: ${message}`);
});
