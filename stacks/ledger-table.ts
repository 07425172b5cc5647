/** The ledger's table, as core defines it: what runs in the sandbox is what is deployed. */
import { type TableDefinition, tableDefinition, ttlAttribute } from "@pullpass/core";
import { RemovalPolicy } from "aws-cdk-lib";
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** It outlives the stack: it alone knows which grants are pullpass's. */
export function ledgerTable(scope: Construct, key?: Key): ITable {
  const definition = tableDefinition("ledger");
  const table = new Table(scope, "Ledger", {
    ...keysOf(definition.KeySchema),
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType[definition.StreamSpecification.StreamViewType],
    timeToLiveAttribute: ttlAttribute,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN,
    ...(key !== undefined && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
  });
  for (const { IndexName, KeySchema } of definition.GlobalSecondaryIndexes) {
    table.addGlobalSecondaryIndex({ indexName: IndexName, ...keysOf(KeySchema) });
  }
  for (const { IndexName, KeySchema } of definition.LocalSecondaryIndexes) {
    table.addLocalSecondaryIndex({ indexName: IndexName, sortKey: keysOf(KeySchema).sortKey });
  }
  // The library's own classes do not fit its interfaces under exact optional property types.
  return table as ITable;
}

function keysOf(schema: TableDefinition["KeySchema"]): { partitionKey: Attribute; sortKey: Attribute } {
  const key = (type: "HASH" | "RANGE"): Attribute => {
    const found = schema.find(({ KeyType }) => KeyType === type);
    return { name: found?.AttributeName ?? "", type: AttributeType.STRING };
  };
  return { partitionKey: key("HASH"), sortKey: key("RANGE") };
}
