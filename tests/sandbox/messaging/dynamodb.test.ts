import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { mapStream } from "../../../packages/sandbox/src/index.ts";
import { account, away, home, newAccount } from "./support/account.ts";

const TableName = "ledger";
const tableArn = `arn:aws:dynamodb:${home}:${account}:table/${TableName}`;
const key = (pk: string) => ({ pk: { S: pk } });

interface Batch {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: object;
    readonly userIdentity?: object;
  }[];
}

async function newTable() {
  const world = await newAccount();
  const { dynamodb } = world;
  const create = new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    DeletionProtectionEnabled: true,
  });
  await dynamodb.send(create);
  const put = (pk: string, more: object = {}) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
  const get = async (pk: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item;
  /** The records that a function has read from the stream so far. */
  const records = async () => {
    const read: Batch["Records"][number][] = [];
    const functionArn = await world.deploy(
      "reader",
      async ({ Records }: Batch) => void read.push(...Records),
    );
    await mapStream(world.sandbox, { tableArn, functionArn, batchSize: 10, retries: 0 });
    await world.sandbox.settle();
    return read;
  };
  return { ...world, create, put, get, records };
}

test("items come back as they were put, bytes and sets included", async () => {
  const { put, get } = await newTable();
  const item = {
    b: { B: new Uint8Array([0, 255]) },
    bs: { BS: [new Uint8Array([1])] },
    m: { M: { l: { L: [{ N: "1.5" }] } } },
  };
  await put("a", item);
  expect(await get("a")).toEqual({ ...key("a"), ...item });
});

test("a condition that fails can show the item that it failed on", async () => {
  const { dynamodb, put } = await newTable();
  await put("a", { n: { B: new Uint8Array([7]) } });
  const Item = key("a");
  const again = (more: object = {}) =>
    dynamodb
      .send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(pk)", ...more }))
      .catch((error: unknown) => error);
  const silent = await again();
  expect(silent).toBeInstanceOf(ConditionalCheckFailedException);
  expect(silent).toHaveProperty("Item", undefined);
  const shown = await again({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
  expect(shown).toMatchObject({ Item: { ...key("a"), n: { B: new Uint8Array([7]) } } });
});

test("of twenty that race to create an item one succeeds", async () => {
  const { dynamodb } = await newTable();
  const racing = Array.from({ length: 20 }, () =>
    dynamodb.send(
      new PutItemCommand({ TableName, Item: key("a"), ConditionExpression: "attribute_not_exists(pk)" }),
    ),
  );
  const won = (await Promise.allSettled(racing)).filter(({ status }) => status === "fulfilled");
  expect(won).toHaveLength(1);
});

test("the stream tells what was inserted, modified and removed, and nothing of writes that change nothing", async () => {
  const { dynamodb, put, records } = await newTable();
  await put("a", { n: { N: "1" } });
  await put("a", { n: { N: "1" } });
  const UpdateExpression = "SET n = n + :one";
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: key("a"),
      UpdateExpression,
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }),
  );
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: key("a") }));
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: key("a") }));
  const one = { ...key("a"), n: { N: "1" } };
  const two = { ...key("a"), n: { N: "2" } };
  expect(await records()).toMatchObject([
    { eventName: "INSERT", eventSource: "aws:dynamodb", dynamodb: { Keys: key("a"), NewImage: one } },
    { eventName: "MODIFY", dynamodb: { OldImage: one, NewImage: two, StreamViewType: "NEW_AND_OLD_IMAGES" } },
    { eventName: "REMOVE", dynamodb: { Keys: key("a"), OldImage: two } },
  ]);
});

test("a batch of writes is in the stream too, item by item", async () => {
  const { dynamodb, put, records } = await newTable();
  await put("old");
  const RequestItems = {
    [TableName]: [{ PutRequest: { Item: key("new") } }, { DeleteRequest: { Key: key("old") } }],
  };
  await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
  expect((await records()).map(({ eventName }) => eventName)).toEqual(["INSERT", "INSERT", "REMOVE"]);
});

test("a write that was refused leaves no record", async () => {
  const { dynamodb, put, records } = await newTable();
  await put("a");
  const refused = dynamodb.send(
    new DeleteItemCommand({ TableName, Key: key("a"), ConditionExpression: "attribute_exists(x)" }),
  );
  await expect(refused).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  expect(await records()).toHaveLength(1);
});

test("an item whose time to live is over goes, and the stream says that DynamoDB took it", async () => {
  const { sandbox, dynamodb, put, get, records, pass } = await newTable();
  const inSeconds = (seconds: number) => ({
    ttl: { N: String(sandbox.clock.now().getTime() / 1000 + seconds) },
  });
  await put("before", inSeconds(50));
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "ttl" };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  await put("after", inSeconds(100));
  await put("longer", inSeconds(100));
  await put("longer", inSeconds(200));
  await put("never");
  await pass(49_999);
  expect(await get("before")).toBeDefined();
  await pass(50_001);
  for (const [pk, isThere] of [
    ["before", false],
    ["after", false],
    ["longer", true],
    ["never", true],
  ] as const) {
    expect([pk, (await get(pk)) !== undefined]).toEqual([pk, isThere]);
  }
  const removed = (await records()).filter(({ eventName }) => eventName === "REMOVE");
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  expect(removed).toMatchObject([
    { userIdentity, dynamodb: { Keys: key("before") } },
    { userIdentity, dynamodb: { Keys: key("after") } },
  ]);
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
});

test("a table is described with its stream, its protection and the account's ARNs and time", async () => {
  const { dynamodb } = await newTable();
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableArn }));
  expect(Table).toMatchObject({
    TableArn: tableArn,
    TableStatus: "ACTIVE",
    CreationDateTime: new Date("2026-01-05T09:00:00Z"),
    DeletionProtectionEnabled: true,
    LatestStreamArn: `${tableArn}/stream/2026-01-05T09:00:00.000`,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
});

test("a protected table is not deleted until its protection is taken off", async () => {
  const { dynamodb } = await newTable();
  const remove = () => dynamodb.send(new DeleteTableCommand({ TableName }));
  await expect(remove()).rejects.toMatchObject({ name: "ValidationException" });
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await remove();
  const describing = dynamodb.send(new DescribeTableCommand({ TableName }));
  await expect(describing).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a stream can be turned on and off later, once", async () => {
  const { dynamodb } = await newTable();
  const change = (StreamEnabled: boolean) =>
    dynamodb.send(
      new UpdateTableCommand({
        TableName,
        StreamSpecification: { StreamEnabled, ...(StreamEnabled && { StreamViewType: "KEYS_ONLY" }) },
      }),
    );
  await expect(change(true)).rejects.toMatchObject({ name: "ValidationException" });
  expect((await change(false)).TableDescription?.LatestStreamArn).toBeUndefined();
  expect((await change(true)).TableDescription?.StreamSpecification?.StreamViewType).toBe("KEYS_ONLY");
});

test("point-in-time recovery can be turned on", async () => {
  const { dynamodb } = await newTable();
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const PointInTimeRecoveryDescription = { PointInTimeRecoveryStatus: "ENABLED" };
  expect(ContinuousBackupsDescription).toMatchObject({ PointInTimeRecoveryDescription });
});

test("tables of two Regions know nothing of each other; a table is made once", async () => {
  const { dynamodb, clients, create, put } = await newTable();
  await expect(dynamodb.send(create)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await put("a");
  const there = clients(away).dynamodb;
  await there.send(create);
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: "a" } },
  });
  expect([(await dynamodb.send(query)).Count, (await there.send(query)).Count]).toEqual([1, 0]);
});
