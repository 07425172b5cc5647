/** Mutes in the table, in a partition of their own: who may mute may write nowhere else. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { allOf } from "../../all-of.ts";
import { readable } from "../../ledger/item.ts";
import { muteItem, muteItemKey, readMute } from "../../ledger/mute-item.ts";
import { mutesPartition } from "../../ledger/partition.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { Mute } from "../../model/mute.ts";
import type { MuteRecords } from "../../mute-records.ts";
import { ifAbsent, type WriteCondition } from "./condition.ts";
import { dynamoDbTable, type Table } from "./table.ts";

export function mutesIn(table: Table, expiryOf: (now: string) => number): MuteRecords {
  return {
    mutes: (region) => readMutes(table, region),
    async recordMute(mute) {
      await table.put({ ...muteItem(mute), [ttlAttribute]: expiryOf(mute.until) }, ifAbsent);
    },
    async liftMute(mute, by, now) {
      const update = { set: {}, setOnce: { liftedBy: by, liftedAt: now }, remove: [] };
      await table.update(muteItemKey(mute), update, isThere);
    },
    async muteTold(mute, now) {
      await table.update(muteItemKey(mute), { set: { toldAt: now }, setOnce: {}, remove: [] }, isThere);
    },
  };
}

const isThere: WriteCondition = { orAbsent: false, is: { type: ["mute"] } };

/** For who only asks. Throws the errors of `errors.ts`. */
export function dynamoDbMutes(client: DynamoDBClient, table: string): Pick<MuteRecords, "mutes"> {
  return { mutes: (region) => readMutes(dynamoDbTable(client, table), region) };
}

async function readMutes(table: Table, region: string): Promise<readonly Mute[]> {
  const pages = table.query({ hash: ["pk", mutesPartition(region)] });
  return readable(await allOf(pages), readMute);
}
