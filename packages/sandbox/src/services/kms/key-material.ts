/** Key material that its owner brings. https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html */
import { constants, privateDecrypt } from "node:crypto";
import {
  type DeleteImportedKeyMaterialRequest,
  type DeleteImportedKeyMaterialResponse,
  ExpiredImportTokenException,
  type GetParametersForImportRequest,
  type GetParametersForImportResponse,
  type ImportKeyMaterialRequest,
  type ImportKeyMaterialResponse,
  IncorrectKeyMaterialException,
  InvalidCiphertextException,
  InvalidImportTokenException,
} from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { findKeyToChange } from "./find-key.ts";
import { importParameters, type Wrapping, wrappingOf } from "./import-parameters.ts";
import { requireImported, requireNotDeleting, requireStateOtherThan } from "./key-requirements.ts";
import { materialIdOf } from "./make-key.ts";
import { keyPermission } from "./permission.ts";
import type { Key } from "./state.ts";
import { keyTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html */
export const getParametersForImport: Operation<
  GetParametersForImportRequest,
  GetParametersForImportResponse
> = {
  permissions: (input, call) => [
    keyPermission("GetParametersForImport", findKeyToChange(input.KeyId, call), call),
  ],
  run(input, call) {
    const key = requireNotDeleting(requireImported(findKeyToChange(input.KeyId, call)));
    return { KeyId: key.arn, ...importParameters(key, input, call) };
  },
};

/** The same material again only changes its end. https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html */
export const importKeyMaterial: Operation<ImportKeyMaterialRequest, ImportKeyMaterialResponse> = {
  permissions: (input, call) => [
    keyPermission("ImportKeyMaterial", findKeyToChange(input.KeyId, call), call, {
      ...(input.ExpirationModel && { "kms:ExpirationModel": input.ExpirationModel }),
      ...(input.ValidTo && { "kms:ValidTo": input.ValidTo.toISOString() }),
    }),
  ],
  run(input, call) {
    const key = requireNotDeleting(requireImported(findKeyToChange(input.KeyId, call)));
    requireStateOtherThan(key, ["Creating"]);
    const end = readEnd(input, call.now);
    const material = unwrapped(input.EncryptedKeyMaterial, readToken(input.ImportToken, key, call));
    const id = materialIdOf(material);
    if (key.materialId !== undefined && key.materialId !== id) throw otherMaterial();
    key.materialId = id;
    key.material = material;
    if (key.state === "PendingImport") key.state = "Enabled";
    setEnd(key, end, call);
    return { KeyId: key.arn, KeyMaterialId: id };
  },
  trail(input, _, call) {
    const key = findKeyToChange(input.KeyId, call);
    const request = { keyId: input.KeyId, expirationModel: input.ExpirationModel ?? "KEY_MATERIAL_EXPIRES" };
    return keyTrail(key, request, { keyId: key.arn });
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html */
export const deleteImportedKeyMaterial: Operation<
  DeleteImportedKeyMaterialRequest,
  DeleteImportedKeyMaterialResponse
> = {
  permissions: (input, call) => [
    keyPermission("DeleteImportedKeyMaterial", findKeyToChange(input.KeyId, call), call),
  ],
  run(input, call) {
    const key = requireNotDeleting(requireImported(findKeyToChange(input.KeyId, call)));
    endMaterial(key);
    return { KeyId: key.arn, ...(key.materialId !== undefined && { KeyMaterialId: key.materialId }) };
  },
  trail(input, _, call) {
    const key = findKeyToChange(input.KeyId, call);
    return keyTrail(key, { keyId: input.KeyId }, { keyId: key.arn });
  },
};

function endMaterial(key: Key): void {
  key.expiry?.cancel();
  key.expiry = undefined;
  key.material = undefined;
  if (key.state === "Enabled") key.state = "PendingImport";
}

/** @throws ValidationException; the second message is unverified: an import with a date of the past would settle it */
function readEnd({ ExpirationModel: model, ValidTo }: ImportKeyMaterialRequest, now: Date): Date | undefined {
  const expires = (model ?? "KEY_MATERIAL_EXPIRES") === "KEY_MATERIAL_EXPIRES";
  if (expires && !ValidTo) {
    throw invalid("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
  }
  if (!expires && ValidTo) {
    throw invalid("A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
  }
  if (ValidTo && ValidTo <= now) throw invalid("The validTo date must be in the future");
  return ValidTo;
}

function setEnd(key: Key, date: Date | undefined, { sandbox, now }: Call): void {
  key.expiry?.cancel();
  const ms = date && date.getTime() - now.getTime();
  key.expiry =
    date && ms !== undefined ? { date, cancel: sandbox.clock.after(ms, () => endMaterial(key)) } : undefined;
}

function readToken(token: Uint8Array | undefined, key: Key, call: Call): Wrapping {
  const wrapping = wrappingOf(token, call.sandbox);
  if (wrapping?.keyArn !== key.arn) throw new InvalidImportTokenException({ message: "", $metadata: {} });
  if (wrapping.until > call.now) return wrapping;
  throw new ExpiredImportTokenException({ message: "", $metadata: {} });
}

const materialBytes = 32;

function unwrapped(encrypted: Uint8Array | undefined, { privateKey, hash }: Wrapping): Uint8Array {
  const material = decrypted(encrypted ?? new Uint8Array(), { privateKey, hash });
  if (material?.length === materialBytes) return material;
  throw material ? otherMaterial() : new InvalidCiphertextException({ message: "", $metadata: {} });
}

function decrypted(encrypted: Uint8Array, { privateKey, hash }: Pick<Wrapping, "privateKey" | "hash">) {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKey, padding, oaepHash: hash }, encrypted);
  } catch {
    return undefined;
  }
}

function otherMaterial() {
  return new IncorrectKeyMaterialException({ message: "", $metadata: {} });
}

function invalid(message: string) {
  return awsError("ValidationException", message);
}
