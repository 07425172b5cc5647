/** Notices that wait, as items. */
import * as v from "valibot";
import type { Notice } from "../notice/notice.ts";
import type { PendingNotice } from "../notice/ports.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { noticesPartition } from "./partition.ts";
import { CauseSchema, ChangeSchema, FindingSchema, orAbsent } from "./schemas.ts";

export function pendingItemKey(id: string, region: string): ItemKey {
  return { pk: noticesPartition(region), sk: id };
}

export function pendingItem({ id, notice, since }: PendingNotice, region: string): Item {
  return { ...pendingItemKey(id, region), type: "notice", since, body: toBody(notice) };
}

/** An item has at most 400 KB, names of its attributes included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
export function fitsItem(notice: Notice): boolean {
  return Buffer.byteLength(toBody(notice)) < 390_000;
}

/** @throws ValiError on an item that pullpass did not write. */
export function readPending(item: Item): PendingNotice {
  const { sk, since, body } = v.parse(PendingItem, { ...item, body: fromBody(item) });
  return { id: sk, since, notice: body };
}

const NoticeSchema: v.GenericSchema<unknown, Notice> = v.variant("kind", [
  v.object({
    kind: v.literal("change"),
    state: v.picklist(["applied", "failed", "proposed"]),
    change: ChangeSchema,
    at: v.string(),
    error: orAbsent(v.string()),
  }),
  v.object({
    kind: v.literal("finding"),
    state: v.picklist(["opened", "changed", "closed"]),
    finding: FindingSchema,
    at: v.string(),
    causes: v.exactOptional(v.array(CauseSchema)),
    mutedUntil: v.exactOptional(v.string()),
  }),
]);

const PendingItem = v.object({ sk: v.string(), since: v.string(), body: NoticeSchema });
