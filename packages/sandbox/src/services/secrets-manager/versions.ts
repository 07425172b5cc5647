import { ResourceExistsException, ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import type { Call } from "../../service.ts";
import { newDataKey } from "./encryption.ts";
import { invalidInput, invalidParameter, invalidRequest } from "./requirements.ts";
import type { Secret, SecretValue, Version } from "./state.ts";

/** A value as requests carry it. */
export interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** 64 KiB: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const valueBytesMax = 65_536;

/** The value in the request, if any. @throws InvalidParameterException for two at once, ValidationException for a long one */
export function valueIn({ SecretString, SecretBinary }: ValueInput): SecretValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (SecretString !== undefined) {
    requireLength("secretString", Buffer.byteLength(SecretString));
    return { kind: "text", text: SecretString };
  }
  if (SecretBinary === undefined) return undefined;
  requireLength("secretBinary", SecretBinary.length);
  return { kind: "binary", bytes: SecretBinary };
}

/**
 * Adds a version under the id that the caller chose; the same value under the same id again changes nothing.
 * @throws ResourceExistsException for another value under the same id
 */
export async function addVersion(
  secret: Secret,
  id: string,
  value: SecretValue,
  stages: readonly string[],
  call: Call,
): Promise<Version> {
  const known = secret.versions.get(id);
  if (known) return requireSame(known, value);
  const dataKeys = [await newDataKey(secret, id, call)];
  const version: Version = { id, value, created: call.now, stages: new Set(), dataKeys, accessed: undefined };
  secret.versions.set(id, version);
  for (const stage of stages) moveStage(secret, stage, version);
  return version;
}

/**
 * The version that the request means: by id, by label, or the current one. If it names both, they must go together.
 * @throws ResourceNotFoundException, InvalidRequestException
 */
export function findVersion(secret: Secret, id: string | undefined, stage: string | undefined): Version {
  const found = id === undefined ? versionWith(stage ?? "AWSCURRENT", secret) : secret.versions.get(id);
  if (!found) {
    const what = id === undefined ? `staging label: ${stage ?? "AWSCURRENT"}` : `VersionId: ${id}`;
    throw new ResourceNotFoundException({
      message: `Secrets Manager can't find the specified secret value for ${what}`,
      $metadata: {},
    });
  }
  if (stage === undefined || found.stages.has(stage)) return found;
  throw invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");
}

/** The version that has the label. */
export function versionWith(stage: string, { versions }: Secret): Version | undefined {
  return [...versions.values()].find(({ stages }) => stages.has(stage));
}

/**
 * A label is on one version at a time. The version that loses AWSCURRENT becomes AWSPREVIOUS, and is no longer pending.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export function moveStage(secret: Secret, stage: string, to: Version): void {
  const from = versionWith(stage, secret);
  if (from === to) return;
  if (from) removeStage(from, stage);
  to.stages = new Set([...to.stages, stage]);
  if (stage !== "AWSCURRENT" || !from) return;
  removeStage(from, "AWSPENDING");
  moveStage(secret, "AWSPREVIOUS", from);
}

export function removeStage(version: Version, stage: string): void {
  version.stages = new Set([...version.stages].filter((label) => label !== stage));
}

/** The id of a new version: SDKs make one up where their caller gives none. @throws InvalidRequestException without one */
export function versionId(token: string | undefined): string {
  if (token !== undefined) return token;
  throw invalidRequest("You must provide a ClientRequestToken value. We recommend a UUID-type value.");
}

function requireLength(member: string, bytes: number): void {
  if (bytes <= valueBytesMax) return;
  throw invalidInput(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${valueBytesMax}`,
  );
}

function requireSame(version: Version, value: SecretValue): Version {
  if (sameValue(version.value, value)) return version;
  const message = `You can't modify an existing version, you can only create a new version: ${version.id}`;
  throw new ResourceExistsException({ message, $metadata: {} });
}

/** Do both hold the same value? */
export function sameValue(one: SecretValue, other: SecretValue): boolean {
  if (one.kind === "text") return other.kind === "text" && one.text === other.text;
  return other.kind === "binary" && Buffer.from(one.bytes).equals(other.bytes);
}
