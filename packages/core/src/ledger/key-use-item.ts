/** That a project hangs on a key, as an item in the project's partition: indexed by the key, and by Region. */
import * as v from "valibot";
import type { KeyUse } from "../model/key-use.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { projectPartition } from "./partition.ts";
import { KeyUseSchema } from "./schemas.ts";
import { indexed } from "./table.ts";

export const keyUsePrefix = "key#";

/** The index's entry of a key: no ARN of a secret begins so. */
export function keyUsesEntry(region: string, key: string): string {
  return `key#${region}#${key}`;
}

/** The index's entry of a Region: of no Region's grants. */
export function keyUsesRegion(region: string): string {
  return `keys#${region}`;
}

export function keyUseItem(region: string, use: KeyUse): Item & ItemKey {
  return {
    pk: projectPartition(use.project, region),
    sk: `${keyUsePrefix}${use.key}`,
    type: "key",
    [indexed.grantedSecret]: keyUsesEntry(region, use.key),
    [indexed.grantedRegion]: keyUsesRegion(region),
    body: toBody(use),
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readKeyUse(item: Item): KeyUse {
  return v.parse(KeyUseSchema, fromBody(item));
}
