import { createHash } from "node:crypto";
import {
  type CreateKeyRequest,
  type CreateKeyResponse,
  type DescribeKeyRequest,
  type DescribeKeyResponse,
  type KeyMetadata,
  type ListKeysRequest,
  type ListKeysResponse,
  UnsupportedOperationException,
} from "@aws-sdk/client-kms";
import type { Operation } from "../../service.ts";
import { findKey } from "./find-key.ts";
import { defaultKeyPolicy, readPolicy } from "./key-policy.ts";
import { makeKey } from "./make-key.ts";
import { page } from "./page.ts";
import { keyPermission } from "./permission.ts";
import { type Key, keyStore } from "./state.ts";
import { keyTrail } from "./trail.ts";

/** Symmetric keys only. https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: Operation<CreateKeyRequest, CreateKeyResponse> = {
  permissions: (input) => [
    { action: "kms:CreateKey", resource: "*" },
    ...(input.Tags?.length ? [{ action: "kms:TagResource", resource: "*" }] : []),
  ],
  run(input, call) {
    const { sandbox, place } = call;
    requireSymmetric(input);
    const description = input.Description ?? "";
    const policy = defaultKeyPolicy(place);
    const key = makeKey({ manager: "CUSTOMER", policy, description, tags: input.Tags ?? [] }, sandbox, place);
    if (input.Policy !== undefined) key.policy = readPolicy(input, key, call);
    keyStore(sandbox, place).keys.set(key.id, key);
    return { KeyMetadata: metadataOf(key) };
  },
  trail(input, output, call) {
    const key = findKey(output.KeyMetadata?.KeyId, call);
    const request = { policy: input.Policy, description: input.Description ?? "", origin: "AWS_KMS" };
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

function metadataOf(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(key.deletion && { DeletionDate: key.deletion.date }),
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: false,
    CurrentKeyMaterialId: createHash("sha256").update(key.material).digest("hex"),
  };
}

function requireSymmetric(input: CreateKeyRequest): void {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  if (spec !== "SYMMETRIC_DEFAULT" || input.MultiRegion) {
    throw new UnsupportedOperationException({
      message: "This account holds single-Region symmetric encryption keys only",
      $metadata: {},
    });
  }
}
