import { createHash } from "node:crypto";
import type { Tag } from "@aws-sdk/client-kms";
import type { Ids, Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import type { Alias, Key, KeyRegions, KeyStore } from "./state.ts";

/** What a new key is to be. */
export interface NewKey {
  readonly manager: Key["manager"];
  readonly policy: string;
  readonly description: string;
  readonly tags: readonly Tag[];
  readonly origin?: Key["origin"];
  readonly regions?: KeyRegions;
}

/** A symmetric key of that account and Region, not yet in its store; enabled, unless its material is still to come. */
export function makeKey(wanted: NewKey, sandbox: Sandbox, place: Place): Key {
  const uuid = sandbox.ids.uuid();
  const id = wanted.regions ? `mrk-${uuid.replaceAll("-", "")}` : uuid;
  const origin = wanted.origin ?? "AWS_KMS";
  const material = origin === "AWS_KMS" ? bytesFrom(sandbox.ids) : undefined;
  return {
    ...wanted,
    origin,
    regions: wanted.regions,
    id,
    arn: kmsArn(place, `key/${id}`),
    account: place.account,
    region: place.region,
    created: sandbox.clock.now(),
    material,
    materialId: material && materialIdOf(material),
    expiry: undefined,
    grants: new Map(),
    state: material ? "Enabled" : "PendingImport",
    deletion: undefined,
  };
}

/** 64 hexadecimal digits that stand for the material and do not tell it. */
export function materialIdOf(material: Uint8Array): string {
  return createHash("sha256").update(material).digest("hex");
}

/** Lets `name` stand for the key from now on. */
export function setAlias(name: string, key: Key, store: KeyStore, place: Place, now: Date): Alias {
  const created = store.aliases.get(name)?.created ?? now;
  const alias = { name, arn: kmsArn(place, name), keyId: key.id, created, updated: now };
  store.aliases.set(name, alias);
  return alias;
}

/** The ARN of a key (`key/…`) or an alias (`alias/…`). */
export function kmsArn(place: Place, resource: string): string {
  return `arn:${place.partition}:kms:${place.region}:${place.account}:${resource}`;
}

/** 32 bytes that look random and follow from the account's seed. */
export function bytesFrom(ids: Ids): Uint8Array {
  return createHash("sha256").update(ids.uuid()).digest();
}
