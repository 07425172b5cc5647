/** Amazon DynamoDB: tables, items, streams and time to live, on dynalite, and transactions that write. No PartiQL. */
import * as sdk from "@aws-sdk/client-dynamodb";
import constraints from "../../constraints/tables/dynamodb.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { describeContinuousBackups, updateContinuousBackups } from "./backups.ts";
import { readOperation } from "./read-items.ts";
import { createTable, deleteTable, describeTable, listTables, updateTable } from "./tables.ts";
import { listTagsOfResource, tagResource, untagResource } from "./tags.ts";
import { describeTimeToLive, updateTimeToLive } from "./time-to-live.ts";
import { transactWriteItems } from "./transact-write-items.ts";
import { batchWriteItem, writeOperation } from "./write-items.ts";

export const dynamodb: Service = {
  signingName: "dynamodb",
  eventSource: "dynamodb.amazonaws.com",
  sdk,
  client: () => new sdk.DynamoDBClient({ region: "us-east-1" }),
  constraints,
  operations: {
    BatchGetItem: readOperation("BatchGetItem"),
    BatchWriteItem: batchWriteItem,
    CreateTable: createTable,
    DeleteItem: writeOperation("DeleteItem"),
    DeleteTable: deleteTable,
    DescribeContinuousBackups: describeContinuousBackups,
    DescribeTable: describeTable,
    DescribeTimeToLive: describeTimeToLive,
    GetItem: readOperation("GetItem"),
    ListTables: listTables,
    ListTagsOfResource: listTagsOfResource,
    PutItem: writeOperation("PutItem"),
    Query: readOperation("Query"),
    Scan: readOperation("Scan"),
    TagResource: tagResource,
    TransactWriteItems: transactWriteItems,
    UntagResource: untagResource,
    UpdateContinuousBackups: updateContinuousBackups,
    UpdateItem: writeOperation("UpdateItem"),
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
  },
};
