import type {
  CreateKeyRequest,
  CreateKeyResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  ListKeysRequest,
  ListKeysResponse,
} from "@aws-sdk/client-kms";
import type { Operation, Permission } from "../../service.ts";
import { findKey } from "./find-key.ts";
import { metadataOf } from "./key-metadata.ts";
import { defaultKeyPolicy, readPolicy } from "./key-policy.ts";
import { unsupported } from "./key-requirements.ts";
import { makeKey } from "./make-key.ts";
import { page } from "./page.ts";
import { keyPermission, requestTags } from "./permission.ts";
import { type Key, keyStore } from "./state.ts";
import { withTags } from "./tag-rules.ts";
import { keyTrail } from "./trail.ts";

/** Symmetric keys only. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: Operation<CreateKeyRequest, CreateKeyResponse> = {
  permissions(input) {
    const context = newKeyContext(input);
    const actions = ["CreateKey", ...(input.Tags?.length ? ["TagResource"] : [])];
    return actions.map((action) => ({ action: `kms:${action}`, resource: "*", context }));
  },
  run(input, call) {
    const { sandbox, place } = call;
    const key = makeKey(
      {
        manager: "CUSTOMER",
        policy: defaultKeyPolicy(place),
        description: input.Description ?? "",
        tags: withTags([], input.Tags ?? []),
        origin: readKind(input),
        ...(input.MultiRegion && { regions: { primary: place.region, replicas: new Set() } }),
      },
      sandbox,
      place,
    );
    if (input.Policy !== undefined) key.policy = readPolicy(input, key, call);
    keyStore(sandbox, place).keys.set(key.id, key);
    return { KeyMetadata: metadataOf(key) };
  },
  trail(input, output, call) {
    const key = findKey(output.KeyMetadata?.KeyId, call);
    const request = { policy: input.Policy, description: input.Description ?? "", origin: key.origin };
    const response = {
      keyMetadata: { keyId: key.id, arn: key.arn, keyState: key.state, keyManager: key.manager },
    };
    return keyTrail(key, request, response);
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey: Operation<DescribeKeyRequest, DescribeKeyResponse> = {
  permissions: (input, call) => [keyPermission("DescribeKey", findKey(input.KeyId, call), call)],
  run: (input, call) => ({ KeyMetadata: metadataOf(findKey(input.KeyId, call)) }),
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
export const listKeys: Operation<ListKeysRequest, ListKeysResponse> = {
  permissions: () => [{ action: "kms:ListKeys", resource: "*" }],
  run(input, { sandbox, place }) {
    const { items, ...rest } = page([...keyStore(sandbox, place).keys.values()], input);
    return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...rest };
  },
};

/** What conditions see of a key that is not there yet. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
function newKeyContext(input: CreateKeyRequest): NonNullable<Permission["context"]> {
  return {
    "kms:BypassPolicyLockoutSafetyCheck": String(input.BypassPolicyLockoutSafetyCheck ?? false),
    "kms:KeyOrigin": input.Origin ?? "AWS_KMS",
    "kms:KeySpec": specOf(input),
    "kms:KeyUsage": input.KeyUsage ?? "ENCRYPT_DECRYPT",
    "kms:MultiRegion": String(input.MultiRegion ?? false),
    ...requestTags(input.Tags),
  };
}

/** Where the material comes from. @throws UnsupportedOperationException for keys that encrypt no secrets */
function readKind(input: CreateKeyRequest): Key["origin"] {
  const { KeyUsage = "ENCRYPT_DECRYPT", Origin = "AWS_KMS" } = input;
  const isServed = specOf(input) === "SYMMETRIC_DEFAULT" && KeyUsage === "ENCRYPT_DECRYPT";
  if (isServed && (Origin === "AWS_KMS" || Origin === "EXTERNAL")) return Origin;
  throw unsupported("The sandbox holds symmetric encryption keys only, outside custom key stores");
}

function specOf({ KeySpec, CustomerMasterKeySpec }: CreateKeyRequest): string {
  return KeySpec ?? CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
}
