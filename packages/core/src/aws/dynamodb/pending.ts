/** Notices that wait, in the ledger's table. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { allOf } from "../../all-of.ts";
import { inParallel } from "../../in-parallel.ts";
import { readable } from "../../ledger/item.ts";
import { noticesPartition } from "../../ledger/partition.ts";
import { pendingItem, pendingItemKey, readPending } from "../../ledger/pending-item.ts";
import type { PendingNotices } from "../../notice/ports.ts";
import { ifAbsent } from "./condition.ts";
import { dynamoDbTable, queriesAtOnce } from "./table.ts";

export interface PendingNoticesOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly region: string;
}

/** The methods throw the errors of `errors.ts`. */
export function dynamoDbPendingNotices({
  client,
  table: name,
  region,
}: PendingNoticesOptions): PendingNotices {
  const table = dynamoDbTable(client, name);
  return {
    async add(id, notice, since) {
      await table.put(pendingItem({ id, notice, since }, region), ifAbsent);
    },
    async all() {
      const pages = table.query({ hash: ["pk", noticesPartition(region)] });
      return readable(await allOf(pages), readPending);
    },
    async remove(ids) {
      await inParallel(ids, queriesAtOnce, (id) => table.remove(pendingItemKey(id, region)));
    },
  };
}
