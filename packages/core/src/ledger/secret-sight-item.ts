/** What a sweep read of a secret, as an item. A resource policy has 20,480 characters at most. */
import * as v from "valibot";
import type { SecretSight } from "../model/secret-sight.ts";
import { fromBody, type Item, toBody } from "./item.ts";
import { sweepPartition } from "./partition.ts";
import { SecretSightSchema } from "./schemas.ts";

export const sightPrefix = "secret#";

export function secretSightItem(region: string, sight: SecretSight): Item {
  return {
    pk: sweepPartition(region),
    sk: `${sightPrefix}${sight.secret}`,
    type: "secret",
    body: toBody(sight),
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readSecretSight(item: Item): SecretSight {
  return v.parse(SecretSightSchema, fromBody(item));
}
