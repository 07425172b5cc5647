/** The table of the ledger. */
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { tableDefinition, ttlAttribute } from "@pullpass/core";
import { connect, type Sandbox } from "@pullpass/sandbox";

export interface LedgerTable {
  readonly tableName: string;
  readonly tableArn: string;
}

export const tableName = "pullpass-ledger";

export async function createLedger(sandbox: Sandbox, region: string): Promise<LedgerTable> {
  const dynamodb = new DynamoDBClient(connect(sandbox, { region }));
  const { TableDescription } = await dynamodb.send(new CreateTableCommand(tableDefinition(tableName)));
  await sandbox.settle();
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
    }),
  );
  return { tableName, tableArn: TableDescription?.TableArn ?? "" };
}
