import { createCipheriv, createDecipheriv } from "node:crypto";
import { InvalidCiphertextException } from "@aws-sdk/client-kms";
import type { Ids } from "../../sandbox.ts";
import { bytesFrom } from "./make-key.ts";
import type { KeyWithMaterial } from "./state.ts";

/** Names and values that must be the same when the ciphertext is opened. */
export type EncryptionContext = Readonly<Record<string, string>> | undefined;

/** AES-256-GCM with the encryption context as additional data: version, key ARN's length, key ARN, iv, tag, content. */
export function seal(
  plaintext: Uint8Array,
  key: KeyWithMaterial,
  context: EncryptionContext,
  ids: Ids,
): Uint8Array {
  const iv = bytesFrom(ids).subarray(0, ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key.material, iv).setAAD(canonical(context));
  const content = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn);
  return Buffer.concat([Buffer.from([format, arn.length]), arn, iv, cipher.getAuthTag(), content]);
}

/** The ARN of the key that sealed this. @throws InvalidCiphertextException */
export function sealedBy(blob: Uint8Array): string {
  const [version, arnBytes = 0] = blob;
  if (version !== format || blob.length < 2 + arnBytes + ivBytes + tagBytes) throw invalidCiphertext();
  return Buffer.from(blob.subarray(2, 2 + arnBytes)).toString();
}

/** The content, if the key and the context are those it was sealed with. @throws InvalidCiphertextException */
export function open(blob: Uint8Array, key: KeyWithMaterial, context: EncryptionContext): Uint8Array {
  const iv = 2 + sealedBy(blob).length;
  const tag = iv + ivBytes;
  const content = tag + tagBytes;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.material, blob.subarray(iv, tag))
      .setAAD(canonical(context))
      .setAuthTag(blob.subarray(tag, content));
    return Buffer.concat([decipher.update(blob.subarray(content)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

const format = 1;
const ivBytes = 12;
const tagBytes = 16;

function canonical(context: EncryptionContext): Uint8Array {
  return Buffer.from(JSON.stringify(Object.entries(context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** KMS gives this error no message. */
function invalidCiphertext() {
  return new InvalidCiphertextException({ message: "", $metadata: {} });
}
