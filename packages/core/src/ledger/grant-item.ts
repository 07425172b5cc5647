/** Grants as items. */
import * as v from "valibot";
import type { RoleArn, SecretArn } from "../model/arn.ts";
import type { RecordedGrant } from "../model/change.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { rolePartition } from "./partition.ts";
import { RecordedGrantSchema } from "./schemas.ts";

export const grantPrefix = "grant#";

export function grantItemKey(role: RoleArn, region: string, secret: SecretArn): ItemKey {
  return { pk: rolePartition(role, region), sk: `${grantPrefix}${secret}` };
}

export function grantItem(grant: RecordedGrant): Item {
  const { role, region, secret } = grant;
  return {
    ...grantItemKey(role, region, secret),
    type: "grant",
    grantedSecret: secret,
    grantedRegion: region,
    body: toBody(grant),
  };
}

/** @throws ValiError on an item that pullpass did not write. */
export function readGrant(item: Item): RecordedGrant {
  return v.parse(RecordedGrantSchema, fromBody(item));
}
