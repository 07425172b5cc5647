import {
  type DecryptRequest,
  type DecryptResponse,
  type EncryptRequest,
  type EncryptResponse,
  type GenerateDataKeyRequest,
  type GenerateDataKeyResponse,
  IncorrectKeyException,
} from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { findKey } from "./find-key.ts";
import { requireUsable } from "./key-requirements.ts";
import { bytesFrom } from "./make-key.ts";
import { encryptionContextKeys, keyPermission } from "./permission.ts";
import { open, seal, sealedBy } from "./seal.ts";
import type { Key } from "./state.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: Operation<EncryptRequest, EncryptResponse> = {
  permissions: (input, call) => [
    keyPermission(
      "Encrypt",
      findKey(input.KeyId, call),
      call,
      encryptionContextKeys(input.EncryptionContext),
    ),
  ],
  run(input, call) {
    const key = requireUsable(findKey(input.KeyId, call));
    const plaintext = requireBytes("plaintext", input.Plaintext, 4096);
    const CiphertextBlob = seal(plaintext, key, input.EncryptionContext, call.sandbox.ids);
    return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
  },
};

/** The ciphertext says which key. https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: Operation<DecryptRequest, DecryptResponse> = {
  permissions: (input, call) => [
    keyPermission("Decrypt", keyToDecrypt(input, call), call, encryptionContextKeys(input.EncryptionContext)),
  ],
  run(input, call) {
    const key = requireUsable(keyToDecrypt(input, call));
    const blob = requireBytes("ciphertextBlob", input.CiphertextBlob, 6144);
    if (arnIn(key.region, sealedBy(blob)) !== key.arn) {
      const message = "The key ID in the request does not identify a CMK that can perform this operation.";
      throw new IncorrectKeyException({ message, $metadata: {} });
    }
    const Plaintext = open(blob, key, input.EncryptionContext);
    return {
      Plaintext,
      KeyId: key.arn,
      EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      KeyMaterialId: key.materialId,
    };
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKey: Operation<GenerateDataKeyRequest, GenerateDataKeyResponse> = {
  permissions: (input, call) => [
    keyPermission(
      "GenerateDataKey",
      findKey(input.KeyId, call),
      call,
      encryptionContextKeys(input.EncryptionContext),
    ),
  ],
  run(input, call) {
    const key = requireUsable(findKey(input.KeyId, call));
    const Plaintext = dataKey(dataKeyBytes(input), call);
    const CiphertextBlob = seal(Plaintext, key, input.EncryptionContext, call.sandbox.ids);
    return { CiphertextBlob, Plaintext, KeyId: key.arn };
  },
};

function keyToDecrypt(input: DecryptRequest, call: Call): Key {
  const blob = requireBytes("ciphertextBlob", input.CiphertextBlob, 6144);
  return findKey(input.KeyId ?? arnIn(call.place.region, sealedBy(blob)), call);
}

/**
 * A multi-Region key is the same in each of its Regions, so it is looked for in the one that is asked.
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
function arnIn(region: string, keyArn: string): string {
  return keyArn.replace(/^(arn:[^:]+:kms:)[^:]+(:\d+:key\/mrk-)/, `$1${region}$2`);
}

function dataKeyBytes({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw invalid("Please specify either number of bytes or key spec.");
  }
  return NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32);
}

function dataKey(length: number, call: Call): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, () => bytesFrom(call.sandbox.ids));
  return Buffer.concat(blocks).subarray(0, length);
}

function requireBytes(member: string, bytes: Uint8Array | undefined, most: number): Uint8Array {
  if (bytes && bytes.length > 0 && bytes.length <= most) return bytes;
  throw invalid(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${most} and greater than or equal to 1`,
  );
}

function invalid(message: string) {
  return awsError("ValidationException", message);
}
