/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
import {
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { newAccount } from "./support/account.ts";

const TableName = "ledger";
const key = (pk: string) => ({ pk: { S: pk } });
const isNew = { ConditionExpression: "attribute_not_exists(pk)" };

async function newTable() {
  const { dynamodb } = await newAccount();
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    }),
  );
  const put = (pk: string) => dynamodb.send(new PutItemCommand({ TableName, Item: key(pk) }));
  const transact = (TransactItems: TransactWriteItem[]) =>
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
  const names = async () =>
    ((await dynamodb.send(new ScanCommand({ TableName }))).Items ?? []).map(({ pk }) => pk?.S).sort();
  return { put, transact, names };
}

test("the writes of a transaction are all made", async () => {
  const { put, transact, names } = await newTable();
  await put("old");
  await put("kept");
  await transact([
    { Put: { TableName, Item: key("new"), ...isNew } },
    { Delete: { TableName, Key: key("old") } },
    {
      Update: {
        TableName,
        Key: key("made"),
        UpdateExpression: "SET n = :n",
        ExpressionAttributeValues: { ":n": { N: "1" } },
      },
    },
    { ConditionCheck: { TableName, Key: key("kept"), ConditionExpression: "attribute_exists(pk)" } },
  ]);
  expect(await names()).toEqual(["kept", "made", "new"]);
});

test("where one condition is not met, none is made, and the reasons stand in the order of the writes", async () => {
  const { put, transact, names } = await newTable();
  await put("there");
  const error: unknown = await transact([
    { Put: { TableName, Item: key("new"), ...isNew } },
    { Put: { TableName, Item: key("there"), ...isNew } },
  ]).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed" }],
  });
  expect(await names()).toEqual(["there"]);
});

test("an item is in a transaction once", async () => {
  const { transact, names } = await newTable();
  const item = { Put: { TableName, Item: key("new") } };
  await expect(transact([item, item])).rejects.toMatchObject({ name: "ValidationException" });
  expect(await names()).toEqual([]);
});
