/** What hangs on a secret: its key and the policies on both. */
import { parseArn, parseKeyArn, type SecretArn } from "../model/arn.ts";
import { consentOf } from "../model/consent.ts";
import type { Key, Secret } from "../model/secret.ts";
import type { Reads } from "../ports.ts";
import { known, knownJson, knownLayer, once } from "./reading.ts";
import type { ObserveSettings } from "./settings.ts";
import type { CustomerKey, SecretKey, SecretLookup } from "./snapshot.ts";

/** A secret that is there. */
export type SecretInDetail = Extract<SecretLookup, { kind: "found" }>;

/** Key and policies are read once, and only of a secret that may be granted, unless all is to be read. */
export function secretDetails(
  reads: Reads,
  settings: ObserveSettings,
): (secret: Secret) => Promise<SecretInDetail> {
  const resourcePolicy = once((arn: SecretArn) => knownJson(() => reads.secrets.resourcePolicy(arn)));
  const keys = keysReader(reads, settings.account);

  return async (secret) => {
    if (!isGrantable(secret, settings)) return { kind: "found", secret, ...notRead(secret) };
    const [ofSecret, policy] = await Promise.all([keys(secret), resourcePolicy(secret.arn)]);
    return { kind: "found", secret, ...ofSecret, resourcePolicy: policy };
  };
}

/**
 * Do the policies that others wrote for the role matter? Where a plan could grant this: consent of any kind is enough,
 * whom it covers is for the plan to say. Of another account's secret they are all that can be known.
 */
export function needsRolePolicies(lookup: SecretLookup, settings: ObserveSettings): boolean {
  if (lookup.kind === "cross-account") return settings.inFull === true;
  if (lookup.kind === "recreated") return isGrantable(lookup.found.secret, settings);
  return lookup.kind === "found" && isGrantable(lookup.secret, settings);
}

function isGrantable({ account, deletion, tags }: Secret, settings: ObserveSettings): boolean {
  if (account !== settings.account) return false;
  return (
    settings.inFull === true || (deletion === "none" && consentOf(tags, settings.tagPrefix).kind !== "none")
  );
}

function notRead({ keyId }: Secret): Pick<SecretInDetail, "key" | "resourcePolicy"> {
  const reason = "it was not read, because the secret is not to be granted";
  return {
    key:
      keyId === undefined
        ? { kind: "default", arn: { kind: "unknown", reason } }
        : { kind: "unknown", reason, keyId },
    resourcePolicy: { kind: "unknown", reason },
  };
}

/**
 * What counts is the key that the current version is encrypted under. It is another than the secret names after a change by
 * someone who may not decrypt with the old one, and after an alias moved; a version that was encrypted anew opens with either.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html
 */
function keysReader(
  { keys, secrets }: Reads,
  account: string,
): (secret: Secret) => Promise<Pick<SecretInDetail, "key" | "nextKey">> {
  const inRegion = once((region: string) => once((keyId: string) => readKey(region, keyId, keys, account)));
  const current = once((arn: SecretArn) => known(() => secrets.currentKeys(arn)));
  return async ({ arn, region, keyId = defaultAlias }) => {
    const [named, under] = await Promise.all([inRegion(region)(keyId), current(arn)]);
    if (under.kind === "absent") return { key: named };
    if (under.kind === "unknown") return { key: { ...under, keyId } };
    const ids = under.value.map((id) => (id === defaultKeyOfVersions ? defaultAlias : id));
    const pulled = await Promise.all(ids.map((id) => inRegion(region)(id)));
    const [first] = pulled;
    if (first === undefined || pulled.some((key) => isSameKey(key, named))) return { key: named };
    return { key: pulled.find(isUsable) ?? first, nextKey: named };
  };
}

/** What ListSecretVersionIds calls the default key. */
const defaultKeyOfVersions = "DefaultEncryptionKey";

function isUsable(key: SecretKey): boolean {
  return key.kind === "default" || (key.kind === "customer" && key.key.state === "Enabled");
}

/** Keys that could not be read are the same by their id: an alias may have moved. */
function isSameKey(one: SecretKey, other: SecretKey): boolean {
  if (one.kind === "default" || other.kind === "default") return one.kind === other.kind;
  return keyIdOf(one) === keyIdOf(other);
}

function keyIdOf(key: Exclude<SecretKey, { kind: "default" }>): string {
  const text = key.kind === "customer" ? key.key.arn : key.keyId;
  return text.includes("alias/") ? text : text.slice(text.lastIndexOf("/") + 1);
}

async function readKey(
  region: string,
  keyId: string,
  keys: Reads["keys"],
  account: string,
): Promise<SecretKey> {
  const read = await known(() => keys.describe(region, keyId));
  if (isDefaultAlias(keyId)) {
    return { kind: "default", arn: read.kind === "known" ? { kind: "known", value: read.value.arn } : read };
  }
  if (read.kind === "absent") return { kind: "absent", keyId };
  if (read.kind === "unknown") return keyOfAnotherAccount(keyId, account) ?? { ...read, keyId };
  const key = read.value;
  if (key.manager === "AWS") return { kind: "default", arn: { kind: "known", value: key.arn } };
  if (key.account !== account) return notOurs(key);
  const [policy, grants] = await Promise.all([
    knownJson(() => keys.policy(region, key.arn)),
    knownLayer(() => keys.grants(key.arn)),
  ]);
  return { kind: "customer", key, policy, grants, aliases: notLookedFor, tags: notLookedFor };
}

const notLookedFor = { kind: "unknown", reason: "no policy asks for it" } as const;

/**
 * Another account seldom lets anyone look at its key. The ARN is enough for a grant, which then counts as far as the
 * key's owner lets it; and only customer managed keys work across accounts.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
function keyOfAnotherAccount(keyId: string, account: string): SecretKey | undefined {
  const parts = parseArn(keyId);
  if (parts === undefined || parts.account === account || !parts.resource.startsWith("key/"))
    return undefined;
  const arn = parseKeyArn(keyId);
  return notOurs({ arn, account: parts.account, manager: "CUSTOMER", state: "Enabled", spec: undefined });
}

function notOurs(key: Key): CustomerKey {
  const unseen = {
    kind: "unknown",
    reason: `the key belongs to account ${key.account}, which alone sees its policy`,
  } as const;
  return { kind: "customer", key, policy: unseen, grants: unseen, aliases: unseen, tags: unseen };
}

/** The default key, named explicitly. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
const defaultAlias = "alias/aws/secretsmanager";

function isDefaultAlias(keyId: string): boolean {
  return keyId === defaultAlias || keyId.endsWith(`:${defaultAlias}`);
}
