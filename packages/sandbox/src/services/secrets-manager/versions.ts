import { ResourceExistsException, ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import type { Call } from "../../service.ts";
import { newDataKey } from "./encryption.ts";
import { invalidInput, invalidParameter } from "./requirements.ts";
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

/** The version that the request means: by id, by label, or the current one. @throws ResourceNotFoundException */
export function findVersion(secret: Secret, id: string | undefined, stage: string | undefined): Version {
  const wanted = stage ?? (id === undefined ? "AWSCURRENT" : undefined);
  const found = [...secret.versions.values()].find(
    (version) =>
      (id === undefined || version.id === id) && (wanted === undefined || version.stages.has(wanted)),
  );
  if (found) return found;
  const what = id === undefined ? `staging label: ${wanted}` : `VersionId: ${id}`;
  throw new ResourceNotFoundException({
    message: `Secrets Manager can't find the specified secret value for ${what}`,
    $metadata: {},
  });
}

/** A label is on one version at a time; the version that loses AWSCURRENT becomes AWSPREVIOUS. */
function moveStage(secret: Secret, stage: string, to: Version): void {
  const from = [...secret.versions.values()].find((version) => version !== to && version.stages.has(stage));
  if (from) from.stages = new Set([...from.stages].filter((label) => label !== stage));
  to.stages = new Set([...to.stages, stage]);
  if (stage === "AWSCURRENT" && from) moveStage(secret, "AWSPREVIOUS", from);
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
