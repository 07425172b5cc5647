import { isDeepStrictEqual } from "node:util";
import type { Call } from "../../service.ts";
import { addRecord } from "./add-record.ts";
import { expireInTime } from "./expiry.ts";
import { perform } from "./perform.ts";
import type { Item, Table } from "./state.ts";
import type { UserIdentity } from "./stream-record.ts";

type Where = Pick<Call, "sandbox" | "place">;

/** The item with that key as it is now; none if the key is no key of the table either. */
export async function readItem(table: Table, key: Item, where: Where): Promise<Item | undefined> {
  const input = { TableName: table.name, Key: key, ConsistentRead: true };
  const { Item: found } = await perform("GetItem", input, where).catch(() => ({ Item: undefined }));
  return found as Item | undefined;
}

/** What follows from a write: a record in the stream if something changed, and the item's expiry. */
export async function afterWrite(
  table: Table,
  key: Item,
  before: Item | undefined,
  where: Where,
  by?: UserIdentity,
): Promise<void> {
  const after = await readItem(table, key, where);
  if (!isDeepStrictEqual(before, after)) addRecord(table, { key, before, after, by }, where);
  expireInTime(table, key, after, where, () => remove(table, key, where));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const timeToLive = { type: "Service", principalId: "dynamodb.amazonaws.com" } as const;

async function remove(table: Table, key: Item, where: Where): Promise<void> {
  const before = await readItem(table, key, where);
  await perform("DeleteItem", { TableName: table.name, Key: key }, where);
  await afterWrite(table, key, before, where, timeToLive);
}
