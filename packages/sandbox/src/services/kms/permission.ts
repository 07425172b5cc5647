import type { Tag } from "@aws-sdk/client-kms";
import type { KeyGrant } from "@pullpass/access";
import type { Call, Permission } from "../../service.ts";
import { aliasesOf, type Key, keyStore } from "./state.ts";

/**
 * What KMS asks IAM about a key: the key policy is the resource's policy, and grants count beside it.
 * Condition keys: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function keyPermission(
  action: string,
  key: Key,
  call: Call,
  context: NonNullable<Permission["context"]> = {},
): Permission {
  return {
    action: `kms:${action}`,
    resource: key.arn,
    resourceAccount: key.account,
    resourcePolicy: key.policy,
    grants: grantsOf(key),
    context: { ...keyContext(key, call), ...context },
  };
}

/** The condition keys of a cryptographic operation. */
export function encryptionContextKeys(context: Readonly<Record<string, string>> | undefined) {
  const pairs = Object.entries(context ?? {});
  return {
    "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
    ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    ...(pairs.length > 0 && { "kms:EncryptionContextKeys": pairs.map(([name]) => name) }),
  };
}

/** The condition keys of a request that sets tags. */
export function requestTags(tags: readonly Tag[] | undefined): NonNullable<Permission["context"]> {
  if (!tags?.length) return {};
  return {
    ...Object.fromEntries(tags.map(({ TagKey, TagValue }) => [`aws:RequestTag/${TagKey}`, TagValue ?? ""])),
    "aws:TagKeys": tags.map(({ TagKey }) => TagKey ?? ""),
  };
}

function keyContext(key: Key, call: Call) {
  const store = keyStore(call.sandbox, { ...call.place, account: key.account });
  const aliases = aliasesOf(key, store).map(({ name }) => name);
  return {
    "kms:CallerAccount": call.caller.account,
    "kms:KeyOrigin": key.origin,
    "kms:KeySpec": "SYMMETRIC_DEFAULT",
    "kms:KeyUsage": "ENCRYPT_DECRYPT",
    "kms:MultiRegion": String(key.regions !== undefined),
    ...(key.regions && {
      "kms:MultiRegionKeyType": key.region === key.regions.primary ? "PRIMARY" : "REPLICA",
    }),
    ...(call.viaService !== undefined && { "kms:ViaService": call.viaService }),
    ...(aliases.length > 0 && { "kms:ResourceAliases": aliases }),
    ...Object.fromEntries(
      key.tags.map(({ TagKey, TagValue }) => [`aws:ResourceTag/${TagKey}`, TagValue ?? ""]),
    ),
  };
}

function grantsOf(key: Key): readonly KeyGrant[] {
  return [...key.grants.values()].map(({ GrantId, GranteePrincipal, Operations, Constraints }) => ({
    id: GrantId ?? "",
    granteePrincipal: GranteePrincipal ?? "",
    operations: Operations ?? [],
    ...(Constraints?.EncryptionContextEquals && {
      encryptionContextEquals: Constraints.EncryptionContextEquals,
    }),
    ...(Constraints?.EncryptionContextSubset && {
      encryptionContextSubset: Constraints.EncryptionContextSubset,
    }),
  }));
}
