/** Receipts of notices, in the ledger's table. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readable } from "../../ledger/item.ts";
import { receiptsPartition } from "../../ledger/partition.ts";
import { readReceipts, receiptItem } from "../../ledger/receipt-item.ts";
import type { NoticeReceipts } from "../../notice/ports.ts";
import { dynamoDbTable } from "./table.ts";

export interface NoticeReceiptsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly region: string;
}

/** The methods throw the errors of `errors.ts`. */
export function dynamoDbReceipts({ client, table: name, region }: NoticeReceiptsOptions): NoticeReceipts {
  const table = dynamoDbTable(client, name);
  return {
    async add(receipts, now) {
      await table.put(receiptItem(region, receipts, now));
    },
    async *since(from) {
      const hash = ["pk", receiptsPartition(region)] as const;
      for await (const page of table.query({ hash, from: ["sk", from] })) {
        yield readable(page, readReceipts).flat();
      }
    },
  };
}
