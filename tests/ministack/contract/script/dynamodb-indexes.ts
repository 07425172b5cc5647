import {
  CreateTableCommand,
  PutItemCommand,
  QueryCommand,
  type QueryInput,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { Script } from "./script.ts";

const TableName = "indexed";

export const dynamodbIndexes: Script = ({ dynamodb }) => {
  const put = (state: string) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "a" }, state: { S: state } } }));
  const query = (more: Partial<QueryInput> = {}) =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: "by-state",
        KeyConditionExpression: "#state = :state",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":state": { S: "open" } },
        ...more,
      }),
    );
  return {
    // what it answers is compared for the ledger's table
    "CreateTable with an index of keys": async () => {
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: ["id", "state"].map((AttributeName) => ({
            AttributeName,
            AttributeType: "S",
          })),
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-state",
              KeySchema: [{ AttributeName: "state", KeyType: "HASH" }],
              Projection: { ProjectionType: "KEYS_ONLY" },
            },
          ],
        }),
      );
    },
    "PutItem with a key of an index": () => put("open"),
    "PutItem with an empty key of an index": () => put(""),
    "Query of an index": () => query(),
    "Query of an index that is none": () => query({ IndexName: "none" }),
    "Query of an index, consistently": () => query({ ConsistentRead: true }),
    "Query of an index for what it does not hold": () => query({ Select: "ALL_ATTRIBUTES" }),
    "Query of an index for its count": () => query({ Select: "COUNT" }),
    "Query with a value that is not used": () =>
      query({ ExpressionAttributeValues: { ":state": { S: "open" }, ":none": { S: "x" } } }),
    "Scan of an index, consistently": () =>
      dynamodb.send(new ScanCommand({ TableName, IndexName: "by-state", ConsistentRead: true })),
  };
};
