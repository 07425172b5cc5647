/** What a key must be like for what is asked of it. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
import {
  DisabledException,
  KMSInvalidStateException,
  UnsupportedOperationException,
} from "@aws-sdk/client-kms";
import type { Key, KeyRegions, KeyState, KeyWithMaterial } from "./state.ts";

/** The key with its material, if it can be used. @throws DisabledException, KMSInvalidStateException */
export function requireUsable(key: Key): KeyWithMaterial {
  if (key.state === "Disabled")
    throw new DisabledException({ message: `${key.arn} is disabled.`, $metadata: {} });
  requireStateOtherThan(key, ["Creating", "PendingImport", "PendingDeletion", "PendingReplicaDeletion"]);
  if (hasMaterial(key)) return key;
  throw invalidState(`${key.arn} is pending import.`);
}

/** The key, if it is not on its way out. @throws KMSInvalidStateException */
export function requireNotDeleting(key: Key): Key {
  return requireStateOtherThan(key, ["PendingDeletion", "PendingReplicaDeletion"]);
}

/** @throws KMSInvalidStateException */
export function requireStateOtherThan(key: Key, states: readonly KeyState[]): Key {
  if (!states.includes(key.state)) return key;
  throw invalidState(`${key.arn} is ${stateWords[key.state]}.`);
}

/** The key, if its material is imported. @throws UnsupportedOperationException */
export function requireImported(key: Key): Key {
  if (key.origin === "EXTERNAL") return key;
  throw unsupported(`${key.arn} origin is ${key.origin} which is not valid for this operation.`);
}

/** The Regions of the key, if it is the primary of several. @throws UnsupportedOperationException */
export function requirePrimary({ arn, region, regions }: Key): KeyRegions {
  if (regions?.primary === region) return regions;
  throw unsupported(`${arn} is not a multi-region primary key.`);
}

/** KMS's answer to a call that the key's state does not allow. */
export function invalidState(message: string) {
  return new KMSInvalidStateException({ message, $metadata: {} });
}

/** KMS's answer to a call that keys of that kind do not know. */
export function unsupported(message: string) {
  return new UnsupportedOperationException({ message, $metadata: {} });
}

function hasMaterial(key: Key): key is KeyWithMaterial {
  return key.material !== undefined;
}

const stateWords: Readonly<Record<KeyState, string>> = {
  Creating: "creating",
  Enabled: "enabled",
  Disabled: "disabled",
  PendingImport: "pending import",
  PendingDeletion: "pending deletion",
  PendingReplicaDeletion: "pending replica deletion",
  Updating: "updating",
};
