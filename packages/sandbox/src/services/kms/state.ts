import type { GrantListEntry, Tag } from "@aws-sdk/client-kms";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";

/** A symmetric key, as KMS keeps it: one of a Region, or one of several that are the same key. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly manager: "AWS" | "CUSTOMER";
  readonly created: Date;
  /** Made by KMS, or brought by the key's owner. */
  readonly origin: "AWS_KMS" | "EXTERNAL";
  /** The Regions of a multi-Region key, the same for all that are related. */
  readonly regions: KeyRegions | undefined;
  readonly grants: Map<string, GrantListEntry>;
  description: string;
  /** The key policy's JSON text, as it was put. */
  policy: string;
  state: KeyState;
  /** Undefined before an import, and after its end. */
  material: Uint8Array | undefined;
  /** Of the material that there is or was. */
  materialId: string | undefined;
  /** When imported material goes. */
  expiry: Planned | undefined;
  deletion: Planned | undefined;
  tags: readonly Tag[];
}

export type KeyWithMaterial = Key & { readonly material: Uint8Array };

export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingImport"
  | "PendingDeletion"
  | "PendingReplicaDeletion"
  | "Updating";

export interface KeyRegions {
  primary: string;
  readonly replicas: Set<string>;
}

/** When something will happen, and how to stop that. */
interface Planned {
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
  readonly updated: Date;
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
