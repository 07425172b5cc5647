import type { GrantListEntry, Tag } from "@aws-sdk/client-kms";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";

/** A symmetric key, as KMS keeps it. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly manager: "AWS" | "CUSTOMER";
  readonly created: Date;
  readonly material: Uint8Array;
  readonly grants: Map<string, GrantListEntry>;
  description: string;
  /** The key policy's JSON text, as it was put. */
  policy: string;
  state: "Enabled" | "Disabled" | "PendingDeletion";
  deletion: PlannedDeletion | undefined;
  tags: readonly Tag[];
}

/** When the key will be gone, and how to stop that. */
interface PlannedDeletion {
  readonly date: Date;
  readonly cancel: () => void;
}

/** The keys of one account in one Region, by id, and their aliases: `alias/name` to key id. */
export interface KeyStore {
  readonly keys: Map<string, Key>;
  readonly aliases: Map<string, Alias>;
}

export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly keyId: string;
  readonly created: Date;
}

/** The keys of that account in that Region. */
export function keyStore(sandbox: Sandbox, place: Place): KeyStore {
  return sandbox.store(`kms:${place.account}:${place.region}`, () => ({
    keys: new Map(),
    aliases: new Map(),
  }));
}

/** The aliases that point to the key. */
export function aliasesOf(key: Key, store: KeyStore): readonly Alias[] {
  return [...store.aliases.values()].filter(({ keyId }) => keyId === key.id);
}
