/** Checks of logins as items. */
import * as v from "valibot";
import type { RecordedLogin } from "../model/recorded-login.ts";
import { sightAgeMaxMs } from "../model/registry-sight.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { loginPartition } from "./partition.ts";
import { RecordedLoginSchema } from "./registry-schemas.ts";
import { boundedSight } from "./sight-item.ts";
import { ttlAttribute } from "./table.ts";

export function loginItemKey(region: string, project: string): ItemKey {
  return { pk: loginPartition(region), sk: `project#${project}` };
}

export function loginItem(region: string, login: RecordedLogin): Item {
  const { check } = login;
  const kept =
    check === undefined ? login : { ...login, check: { ...check, sight: boundedSight(check.sight) } };
  return {
    ...loginItemKey(region, login.project),
    type: "login",
    body: toBody(kept),
    [ttlAttribute]: Math.ceil((Date.parse(login.at) + sightAgeMaxMs) / 1_000),
  };
}

/** @throws ValiError on an item that pullpass did not write */
export function readLogin(item: Item): RecordedLogin {
  return v.parse(RecordedLoginSchema, fromBody(item));
}
