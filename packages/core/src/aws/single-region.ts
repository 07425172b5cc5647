/** Clients of what a deployment owns, which is in its own Region. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Connection } from "./clients.ts";

export const dynamoDbClient = (connection: Connection, region: string) =>
  new DynamoDBClient(connection(region));

export const eventBridgeClient = (connection: Connection, region: string) =>
  new EventBridgeClient(connection(region));

export const snsClient = (connection: Connection, region: string) => new SNSClient(connection(region));
