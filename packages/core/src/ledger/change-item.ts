/** Changes as items. */
import * as v from "valibot";
import type { Change } from "../model/change.ts";
import type { RecordedChange } from "../ports.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { rolePartition } from "./partition.ts";
import { ChangeSchema } from "./schemas.ts";
import { historyOfChanges } from "./table.ts";

export function changeItemKey({ role, region, id }: Change): ItemKey {
  return { pk: rolePartition(role, region), sk: `change#${id}` };
}

/** Open changes are in the index of grants by Region, under a name that no Region has. */
export function openChangesIn(region: string): string {
  return `changes#${region}`;
}

/** What of a change is the same in all of its states. */
export function changeItem(change: Change, plannedAt: string): Item {
  return {
    ...changeItemKey(change),
    type: "change",
    kind: change.kind,
    history: historyOfChanges,
    plannedAt,
    body: toBody(change),
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readChange(item: Item): RecordedChange {
  const { body, ...record } = v.parse(ChangeItem, { ...item, body: fromBody(item) });
  return { change: body, ...record };
}

const ChangeItem = v.pipe(
  v.object({
    body: ChangeSchema,
    state: v.picklist(["planned", "applied", "failed", "proposed"]),
    plannedAt: v.string(),
    settledAt: v.optional(v.string()),
    error: v.optional(v.string()),
  }),
  v.transform(({ settledAt, error, ...record }) => ({ ...record, settledAt, error })),
);
