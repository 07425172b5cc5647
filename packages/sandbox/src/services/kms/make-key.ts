import { createHash } from "node:crypto";
import type { Tag } from "@aws-sdk/client-kms";
import type { Ids, Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import type { Alias, Key, KeyStore } from "./state.ts";

/** What a new key is to be. */
export interface NewKey {
  readonly manager: Key["manager"];
  readonly policy: string;
  readonly description: string;
  readonly tags: readonly Tag[];
}

/** An enabled symmetric key of that account and Region, not yet in its store. */
export function makeKey(wanted: NewKey, sandbox: Sandbox, place: Place): Key {
  const id = sandbox.ids.uuid();
  return {
    ...wanted,
    id,
    arn: kmsArn(place, `key/${id}`),
    account: place.account,
    region: place.region,
    created: sandbox.clock.now(),
    material: bytesFrom(sandbox.ids),
    grants: new Map(),
    state: "Enabled",
    deletion: undefined,
  };
}

/** Lets `name` stand for the key from now on. */
export function setAlias(name: string, key: Key, store: KeyStore, place: Place, created: Date): Alias {
  const alias = { name, arn: kmsArn(place, name), keyId: key.id, created };
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
