import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemInput,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "@pullpass/core";
import type { Script } from "./script.ts";

const TableName = "ledger";
const definition = tableDefinition(TableName);
const key: Record<string, AttributeValue> = Object.fromEntries(
  definition.KeySchema.map(({ AttributeName }) => [AttributeName, { S: "a" }]),
);
const [hash = ""] = Object.keys(key);
const ConditionExpression = `attribute_not_exists(${hash})`;

export const dynamodb: Script = ({ dynamodb }) => {
  const put = (more: Partial<PutItemInput> = {}) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { ...key, state: { S: "planned" } }, ...more }));
  const get = (table: string, Key = key) =>
    dynamodb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return {
    CreateTable: () => dynamodb.send(new CreateTableCommand({ ...definition })),
    "CreateTable again": () => dynamodb.send(new CreateTableCommand({ ...definition })),
    DescribeTable: () => dynamodb.send(new DescribeTableCommand({ TableName })),
    "DescribeTable of none": () => dynamodb.send(new DescribeTableCommand({ TableName: "none" })),
    "PutItem if there is none": () => put({ ConditionExpression }),
    "PutItem if there were none": () => put({ ConditionExpression }),
    "PutItem without its key": () => put({ Item: { state: { S: "planned" } } }),
    "PutItem with an expression that is none": () => put({ ConditionExpression: "what" }),
    GetItem: () => get(TableName),
    "GetItem of none": () => get(TableName, { ...key, [hash]: { S: "none" } }),
    "GetItem of a table that is none": () => get("none"),
    UpdateItem: () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression: "SET #state = :state",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":state": { S: "applied" } },
          ReturnValues: "ALL_NEW",
        }),
      ),
    Query: () =>
      dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: `${hash} = :a`,
          ExpressionAttributeValues: { ":a": { S: "a" } },
        }),
      ),
    DeleteItem: () => dynamodb.send(new DeleteItemCommand({ TableName, Key: key })),
  };
};
