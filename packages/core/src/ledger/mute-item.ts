/** Mutes as items. */
import * as v from "valibot";
import type { Mute } from "../model/mute.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { mutesPartition } from "./partition.ts";

/** In the order in which they were made. */
export function muteItemKey({ id, at, region }: Mute): ItemKey {
  return { pk: mutesPartition(region), sk: `${at} ${id}` };
}

/** One that is new. */
export function muteItem(mute: Mute): Item {
  const { id, region, target, by, at, until } = mute;
  return { ...muteItemKey(mute), type: "mute", id, region, by, at, until, body: toBody(target) };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readMute(item: Item): Mute {
  const { body, liftedBy, liftedAt, ...mute } = v.parse(MuteItem, { ...item, body: fromBody(item) });
  const isLifted = liftedBy !== undefined && liftedAt !== undefined;
  return { ...mute, target: body, ...(isLifted && { lifted: { by: liftedBy, at: liftedAt } }) };
}

const MuteItem = v.object({
  id: v.string(),
  region: v.string(),
  by: v.string(),
  at: v.string(),
  until: v.string(),
  liftedBy: v.exactOptional(v.string()),
  liftedAt: v.exactOptional(v.string()),
  toldAt: v.exactOptional(v.string()),
  body: v.variant("kind", [
    v.object({ kind: v.literal("rule"), rule: v.string() }),
    v.object({ kind: v.literal("project"), name: v.string() }),
  ]),
});
