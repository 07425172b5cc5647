/** The sandbox's DynamoDB in process, with the ledger's table in it. */
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "../../packages/core/src/ledger/table.ts";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";

export interface Database {
  readonly client: DynamoDBClient;
  /** A new, empty table. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

export async function startDatabase(): Promise<Database> {
  const region = "eu-central-1";
  const sandbox = await createSandbox({ seed: 1, regions: [region] });
  const client = new DynamoDBClient(connect(sandbox, { region }));
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
      await sandbox.dispose();
    },
  };
}
