import { CreateTableCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, onTestFinished, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/index.ts";
import { tableDefinition } from "../../packages/core/src/ledger/table.ts";
import { parseRoleArn, parseSecretArn } from "../../packages/core/src/model/arn.ts";
import type { Change } from "../../packages/core/src/model/change.ts";
import { createNotify } from "../../packages/functions/src/notify.ts";
import { awsError, connect, createSandbox, onNotice } from "../../packages/sandbox/src/index.ts";
import { lambdaContext } from "./support/context.ts";
import { environment } from "./support/environment.ts";

const region = "eu-central-1";
const account = "111122223333";
const role = parseRoleArn(`arn:aws:iam::${account}:role/web`);
const context = lambdaContext("notify", 30_000);

const change: Change = {
  kind: "grant",
  id: "change-1",
  role,
  account,
  region,
  outlook: [],
  reason: "Project web needs it.",
  causes: [{ id: "e-1", event: "CreateProject", actor: "ann", time: "2026-03-01T12:00:00Z" }],
  grant: {
    role,
    region,
    secret: parseSecretArn(`arn:aws:secretsmanager:${region}:${account}:secret:registry/hub-AbCdEf`),
    key: undefined,
    projects: ["web"],
  },
};

/** A deployment's notify function, and the stream records `1`, `2` and `3`, each of an applied change. */
async function deployed() {
  const sandbox = await createSandbox({ seed: 1, regions: [region], account });
  onTestFinished(() => sandbox.dispose());
  const config = connect(sandbox, { region });
  const { TopicArn = "" } = await new SNSClient(config).send(new CreateTopicCommand({ Name: "pullpass" }));
  const client = new DynamoDBClient(config);
  await client.send(new CreateTableCommand(tableDefinition("pullpass")));
  const now = "2026-03-01T12:00:00.000Z";
  await dynamoDbLedger({ client, table: "pullpass" }).applied([change], now);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: "pullpass" }));
  const Records = ["1", "2", "3"].map((SequenceNumber) => ({
    eventID: SequenceNumber,
    eventName: "INSERT",
    dynamodb: { SequenceNumber, NewImage: Items[0] },
  }));
  const notify = createNotify(
    { ...environment, PULLPASS_TOPIC_ARN: TopicArn },
    { aws: (place) => connect(sandbox, { region: place }) },
  );
  let arrived = 0;
  onNotice(sandbox, TopicArn, () => {
    arrived += 1;
  });
  const published = () => arrived;
  return { sandbox, notify, Records, published };
}

test("each record's notice is published, and nothing is to be delivered again", async () => {
  const { notify, Records, published } = await deployed();
  expect(await notify({ Records }, context)).toEqual({ batchItemFailures: [] });
  expect(published()).toBe(3);
});

test("notices that could not be published are delivered again, and sent once", async () => {
  const { sandbox, notify, Records, published } = await deployed();
  let asked = 0;
  sandbox.before(({ operation }) => {
    if (operation !== "PublishBatch") return;
    asked += 1;
    if (asked === 1) throw awsError("AuthorizationErrorException", "not authorized", 403);
  });
  const toBus = () => sandbox.calls.filter(({ operation }) => operation === "PutEvents").length;
  expect(await notify({ Records }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  expect([published(), toBus()]).toEqual([0, 1]);
  expect(await notify({ Records }, context)).toEqual({ batchItemFailures: [] });
  expect([published(), toBus()]).toEqual([3, 1]);
});

test("a record that announces nothing holds nothing up", async () => {
  const { notify, Records, published } = await deployed();
  const other = { eventID: "0", dynamodb: { SequenceNumber: "0", NewImage: { pk: { S: "sweep" } } } };
  expect(await notify({ Records: [other, ...Records] }, context)).toEqual({ batchItemFailures: [] });
  expect(published()).toBe(3);
});
