import { generateKeyPairSync, type KeyObject } from "node:crypto";
import type { GetParametersForImportRequest } from "@aws-sdk/client-kms";
import type { Sandbox } from "../../sandbox.ts";
import type { Call } from "../../service.ts";
import { unsupported } from "./key-requirements.ts";
import { bytesFrom } from "./make-key.ts";
import type { Key } from "./state.ts";

/** What opens the material that comes with an import token. */
export interface Wrapping {
  readonly keyArn: string;
  readonly privateKey: KeyObject;
  readonly hash: "sha1" | "sha256";
  /** Twenty-four hours after it was made. */
  readonly until: Date;
}

/**
 * A public key to wrap the material with, and the token that goes with it.
 * @throws UnsupportedOperationException for wrapping with AES or SM2, which the sandbox does not know
 */
export function importParameters(key: Key, input: GetParametersForImportRequest, { sandbox, now }: Call) {
  const hash = hashes[input.WrappingAlgorithm ?? ""];
  const modulusLength = Number(/^RSA_(\d+)$/.exec(input.WrappingKeySpec ?? "")?.[1]);
  if (!hash || !modulusLength) {
    throw unsupported("The sandbox wraps key material with RSAES_OAEP_SHA_1 and RSAES_OAEP_SHA_256 only");
  }
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const ImportToken = bytesFrom(sandbox.ids);
  const until = new Date(now.getTime() + validMs);
  wrappings(sandbox).set(textOf(ImportToken), { keyArn: key.arn, privateKey, hash, until });
  const PublicKey = publicKey.export({ type: "spki", format: "der" });
  return { ImportToken, PublicKey, ParametersValidTo: until };
}

/** What belongs to the token; undefined for one that was never given out. */
export function wrappingOf(token: Uint8Array | undefined, sandbox: Sandbox): Wrapping | undefined {
  return token && wrappings(sandbox).get(textOf(token));
}

const hashes: Readonly<Record<string, Wrapping["hash"]>> = {
  RSAES_OAEP_SHA_1: "sha1",
  RSAES_OAEP_SHA_256: "sha256",
};
const validMs = 24 * 60 * 60 * 1000;

function textOf(token: Uint8Array): string {
  return Buffer.from(token).toString("base64");
}

function wrappings(sandbox: Sandbox): Map<string, Wrapping> {
  return sandbox.store("kms-import-tokens", () => new Map());
}
