/** Receipts of notices, as items: one for all that a batch of the stream told. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { fromBody, type Item, toBody } from "./item.ts";
import { receiptsPartition } from "./partition.ts";
import { ttlAttribute } from "./table.ts";

/** For how long it is known what was told. */
export const receiptDays = 30;

export function receiptItem(region: string, receipts: readonly string[], now: string): Item {
  const batch = createHash("sha256").update(receipts.join("\n")).digest("hex").slice(0, 16);
  return {
    pk: receiptsPartition(region),
    sk: `${now} ${batch}`,
    type: "receipt",
    body: toBody(receipts),
    [ttlAttribute]: Math.floor(Date.parse(now) / 1_000) + receiptDays * 86_400,
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readReceipts(item: Item): readonly string[] {
  return v.parse(Receipts, fromBody(item));
}

const Receipts = v.array(v.string());
