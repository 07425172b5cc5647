import { DecryptionFailure, EncryptionFailure } from "@aws-sdk/client-secrets-manager";
import { awsError } from "../../errors.ts";
import type { Call } from "../../service.ts";
import { findKey } from "../kms/find-key.ts";
import { kmsArn } from "../kms/make-key.ts";
import { secretsManagerAlias, secretsManagerKey } from "../kms/managed-key.ts";
import { sealedBy } from "../kms/seal.ts";
import { type Key, keyStore } from "../kms/state.ts";
import { invalidRequest } from "./requirements.ts";
import type { Secret, Version } from "./state.ts";

/**
 * The data key of a new version, wrapped by the secret's key: Secrets Manager asks KMS for it on behalf of the caller.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @throws AccessDeniedException, EncryptionFailure
 */
export async function newDataKey(secret: Secret, versionId: string, call: Call): Promise<Uint8Array> {
  const KeyId = keyOf(secret, call)?.arn ?? secret.kmsKeyId;
  const EncryptionContext = encryptionContext(secret, versionId);
  const input = { KeyId, KeySpec: "AES_256", EncryptionContext };
  return blobIn(await askKms("GenerateDataKey", input, secret, call, encryptionFailure));
}

/**
 * Opens the version on behalf of the caller, with any of its keys.
 * @throws AccessDeniedException, DecryptionFailure; InvalidRequestException for another account and the AWS managed key
 */
export async function unlock(secret: Secret, version: Version, call: Call): Promise<void> {
  const isForeign = call.caller.account !== secret.place.account;
  if (isForeign && keysOf(version).every((arn) => isDefaultKey(arn, secret, call))) {
    throw invalidRequest(
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    );
  }
  const EncryptionContext = encryptionContext(secret, version.id);
  let refusal: unknown;
  for (const CiphertextBlob of version.dataKeys) {
    try {
      await askKms("Decrypt", { CiphertextBlob, EncryptionContext }, secret, call, decryptionFailure);
      return;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

/** The ARNs of the keys that open the version, newest first. */
export function keysOf({ dataKeys }: Version): readonly string[] {
  return [...new Set(dataKeys.map(sealedBy))];
}

/** Is it the AWS managed key of Secrets Manager? */
export function isDefaultKey(keyArn: string, { place }: Secret, { sandbox }: Call): boolean {
  const { aliases } = keyStore(sandbox, place);
  return keyArn === kmsArn(place, `key/${aliases.get(secretsManagerAlias)?.keyId}`);
}

/** The key that new versions are encrypted with; undefined if KMS does not know the one that is named. */
export function keyOf(secret: Secret, { sandbox }: Call): Key | undefined {
  const ask = { sandbox, place: secret.place };
  if (secret.kmsKeyId === undefined) return secretsManagerKey(sandbox, secret.place);
  try {
    return findKey(secret.kmsKeyId, ask);
  } catch {
    return undefined;
  }
}

function encryptionContext(secret: Secret, versionId: string) {
  return { SecretARN: secret.arn, SecretVersionId: versionId };
}

async function askKms(
  operation: string,
  input: object,
  secret: Secret,
  call: Call,
  failure: (cause: unknown) => Error,
): Promise<unknown> {
  const { region } = secret.place;
  const from = {
    caller: call.caller,
    place: { ...call.place, region },
    viaService: `secretsmanager.${region}.amazonaws.com`,
  };
  try {
    return await call.sandbox.call("kms", operation, input, from);
  } catch (error) {
    throw isRefusal(error)
      ? awsError("AccessDeniedException", "Access to KMS is not allowed")
      : failure(error);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === "AccessDeniedException";
}

/** The texts of both failures are those of the API reference; as messages they are unverified: a disabled key would settle it. */
function encryptionFailure(cause: unknown) {
  const message =
    "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is available, enabled, and not in an invalid state.";
  return Object.assign(new EncryptionFailure({ message, $metadata: {} }), { cause });
}

function decryptionFailure(cause: unknown) {
  const message = "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";
  return Object.assign(new DecryptionFailure({ message, $metadata: {} }), { cause });
}

function blobIn(reply: unknown): Uint8Array {
  const isReply = typeof reply === "object" && reply !== null && "CiphertextBlob" in reply;
  if (isReply && reply.CiphertextBlob instanceof Uint8Array) return reply.CiphertextBlob;
  throw encryptionFailure(reply);
}
