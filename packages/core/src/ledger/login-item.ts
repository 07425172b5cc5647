/** Checks of logins as items, and beside them which projects use which secret's login. */
import * as v from "valibot";
import type { SecretArn } from "../model/arn.ts";
import type { LoginUse, RecordedLogin } from "../model/recorded-login.ts";
import { sightAgeMaxMs } from "../model/registry-sight.ts";
import { fromBody, type Item, type ItemKey, toBody } from "./item.ts";
import { loginPartition } from "./partition.ts";
import { LoginUseSchema, RecordedLoginSchema } from "./registry-schemas.ts";
import { boundedSight } from "./sight-item.ts";
import { ttlAttribute } from "./table.ts";

/** How the items of checks begin in their partition. */
export const loginPrefix = "project#";

export function loginItemKey(region: string, project: string): ItemKey {
  return { pk: loginPartition(region), sk: `${loginPrefix}${project}` };
}

export function loginItem(region: string, login: RecordedLogin): Item {
  const { check } = login;
  const kept =
    check === undefined ? login : { ...login, check: { ...check, sight: boundedSight(check.sight) } };
  return {
    ...loginItemKey(region, login.project),
    type: "login",
    body: toBody(kept),
    [ttlAttribute]: expiryOf(login.at),
  };
}

/** How the items of those begin that use the secret's login: neither an ARN nor a project's name has a `#`. */
export function loginUsePrefix(secret: SecretArn): string {
  return `secret#${secret}#`;
}

export function loginUseItem(region: string, use: LoginUse, now: string): Item {
  return {
    pk: loginPartition(region),
    sk: `${loginUsePrefix(use.secret)}${use.project}`,
    type: "login-use",
    body: toBody(use),
    [ttlAttribute]: expiryOf(now),
  };
}

function expiryOf(at: string): number {
  return Math.ceil((Date.parse(at) + sightAgeMaxMs) / 1_000);
}

/** @throws ValiError on an item that pullpass did not write */
export function readLoginUse(item: Item): LoginUse {
  return v.parse(LoginUseSchema, fromBody(item));
}

/** @throws ValiError on an item that pullpass did not write */
export function readLogin(item: Item): RecordedLogin {
  return v.parse(RecordedLoginSchema, fromBody(item));
}
