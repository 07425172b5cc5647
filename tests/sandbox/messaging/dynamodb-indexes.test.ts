/** What DynamoDB asks of secondary indexes. */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { newAccount } from "./support/account.ts";

const TableName = "ledger";
const onKey = (AttributeName: string) => [{ AttributeName, KeyType: "HASH" as const }];

/** A table by `id`, with an index by `owner` that holds `state` too. */
async function newTable() {
  const { dynamodb } = await newAccount();
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: onKey("id"),
      AttributeDefinitions: ["id", "owner"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-owner",
          KeySchema: onKey("owner"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["state"] },
        },
      ],
    }),
  );
  const Item = { id: { S: "1" }, owner: { S: "web" }, state: { S: "on" }, more: { S: "x" } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  const query = (input: Partial<QueryCommandInput>) =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: "by-owner",
        KeyConditionExpression: "#owner = :web",
        ExpressionAttributeValues: { ":web": { S: "web" } },
        ...input,
        ExpressionAttributeNames: { "#owner": "owner", ...input.ExpressionAttributeNames },
      }),
    );
  return { dynamodb, query };
}

test("an index gives what it holds", async () => {
  const { query } = await newTable();
  expect((await query({})).Items).toEqual([{ id: { S: "1" }, owner: { S: "web" }, state: { S: "on" } }]);
  const some = { ProjectionExpression: "#state, id", ExpressionAttributeNames: { "#state": "state" } };
  expect((await query(some)).Items).toEqual([{ id: { S: "1" }, state: { S: "on" } }]);
});

test.each<[string, Partial<QueryCommandInput>, string]>([
  [
    "consistently",
    { ConsistentRead: true },
    "Consistent reads are not supported on global secondary indexes",
  ],
  [
    "for all attributes",
    { Select: "ALL_ATTRIBUTES" },
    "Select type ALL_ATTRIBUTES is not supported for global secondary index by-owner because its projection type is not ALL",
  ],
  [
    "for an attribute that it does not hold",
    { ProjectionExpression: "#more.inner, id", ExpressionAttributeNames: { "#more": "more" } },
    "Global secondary index by-owner does not project [more]",
  ],
  [
    "for some attributes without saying which",
    { Select: "SPECIFIC_ATTRIBUTES" },
    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
  ],
])("an index cannot be read %s", async (_, input, expected) => {
  const { query } = await newTable();
  await expect(query(input)).rejects.toThrow(expected);
});

test("a scan of an index, or of what only indexes have, is refused like a query", async () => {
  const { dynamodb } = await newTable();
  const scan = (input: object) => dynamodb.send(new ScanCommand({ TableName, ...input }));
  await expect(scan({ IndexName: "by-owner", ConsistentRead: true })).rejects.toThrow(
    "Consistent reads are not supported on global secondary indexes",
  );
  await expect(scan({ Select: "ALL_PROJECTED_ATTRIBUTES" })).rejects.toThrow(
    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
  );
});

const empty =
  "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-owner, IndexKey: owner";
const Item = { id: { S: "2" }, owner: { S: "" } };

test("the key of an index is never empty, however it is written", async () => {
  const { dynamodb } = await newTable();
  await expect(dynamodb.send(new PutItemCommand({ TableName, Item }))).rejects.toThrow(empty);
  const batch = new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } });
  await expect(dynamodb.send(batch)).rejects.toThrow(empty);
  const update = new UpdateItemCommand({
    TableName,
    Key: { id: { S: "1" } },
    UpdateExpression: "SET #owner = :none",
    ExpressionAttributeNames: { "#owner": "owner" },
    ExpressionAttributeValues: { ":none": { S: "" } },
  });
  await expect(dynamodb.send(update)).rejects.toThrow(empty);
  const plain = { id: { S: "3" }, note: { S: "" } };
  await dynamodb.send(new PutItemCommand({ TableName, Item: plain }));
  expect((await dynamodb.send(new ScanCommand({ TableName }))).Count).toBe(2);
});
