import {
  type DecryptRequest,
  type DecryptResponse,
  type EncryptRequest,
  type EncryptResponse,
  type GenerateDataKeyRequest,
  type GenerateDataKeyResponse,
  IncorrectKeyException,
} from "@aws-sdk/client-kms";
import type { NoUndefined } from "@smithy/types";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { stopDryRun } from "./dry-run.ts";
import { findKey } from "./find-key.ts";
import { requireUsable } from "./key-requirements.ts";
import { bytesFrom } from "./make-key.ts";
import { encryptionContextKeys, keyPermission } from "./permission.ts";
import { open, seal, sealedBy } from "./seal.ts";
import type { Key } from "./state.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: Operation<NoUndefined<EncryptRequest>, EncryptResponse> = {
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
    stopDryRun(input);
    const CiphertextBlob = seal(input.Plaintext, key, input.EncryptionContext, call.sandbox.ids);
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
    const blob = requireCiphertext(input);
    if (arnIn(key.region, sealedBy(blob)) !== key.arn) {
      const message = "The key ID in the request does not identify a CMK that can perform this operation.";
      throw new IncorrectKeyException({ message, $metadata: {} });
    }
    const Plaintext = open(blob, key, input.EncryptionContext);
    stopDryRun(input);
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
    const length = dataKeyBytes(input);
    stopDryRun(input);
    const Plaintext = dataKey(length, call);
    const CiphertextBlob = seal(Plaintext, key, input.EncryptionContext, call.sandbox.ids);
    return { CiphertextBlob, Plaintext, KeyId: key.arn };
  },
};

function keyToDecrypt(input: DecryptRequest, call: Call): Key {
  return findKey(input.KeyId ?? arnIn(call.place.region, sealedBy(requireCiphertext(input))), call);
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

/** The model lets a dry run go without, which the sandbox does not. */
function requireCiphertext({ CiphertextBlob }: DecryptRequest): Uint8Array {
  if (CiphertextBlob) return CiphertextBlob;
  throw invalid(
    "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
  );
}

function invalid(message: string) {
  return awsError("ValidationException", message);
}
