/** DynamoDB in process, with the ledger's table in it. */
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "../../packages/core/src/ledger/table.ts";

export interface Database {
  readonly client: DynamoDBClient;
  /** A new, empty table. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

const dynalite = createRequire(new URL("../../packages/sandbox/package.json", import.meta.url))(
  "dynalite",
) as (options: Readonly<Record<string, number>>) => Server;

export async function startDatabase(): Promise<Database> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  let tables = 0;
  return {
    client,
    async createTable() {
      tables += 1;
      const TableName = `ledger-${tables}`;
      await client.send(new CreateTableCommand(tableDefinition(TableName)));
      await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
      return TableName;
    },
    async close() {
      client.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
