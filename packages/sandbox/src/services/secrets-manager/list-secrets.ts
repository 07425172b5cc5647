import {
  type Filter,
  InvalidNextTokenException,
  type ListSecretsRequest,
  type ListSecretsResponse,
  type ListSecretVersionIdsRequest,
  type ListSecretVersionIdsResponse,
  type SecretListEntry,
} from "@aws-sdk/client-secrets-manager";
import type { Call, Operation } from "../../service.ts";
import { descriptionOf, stagesById } from "./describe-secret.ts";
import { isDefaultKey, keyOf, keysOf } from "./encryption.ts";
import { findSecret } from "./find-secret.ts";
import { secretPermission } from "./permission.ts";
import { invalidParameter } from "./requirements.ts";
import { type Secret, secretsIn, type Version } from "./state.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
export const listSecrets: Operation<ListSecretsRequest, ListSecretsResponse> = {
  permissions: () => [{ action: "secretsmanager:ListSecrets", resource: "*" }],
  run(input, call) {
    const filters = (input.Filters ?? []).map(readFilter);
    const found = [...secretsIn(call.place, call.sandbox).values()]
      .filter((secret) => input.IncludePlannedDeletion || !secret.deletion)
      .filter((secret) => filters.every((matches) => matches(secret)));
    const sorted = input.SortOrder === "asc" ? found : found.reverse();
    const { items, ...rest } = page(sorted, input);
    return { SecretList: items.map((secret) => entryOf(secret, call)), ...rest };
  },
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
export const listSecretVersionIds: Operation<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> = {
  permissions: (input, call) => [secretPermission("ListSecretVersionIds", input.SecretId, call)],
  run(input, call) {
    const secret = findSecret(input.SecretId, call);
    const all = [...secret.versions.values()].filter(
      ({ stages }) => input.IncludeDeprecated || stages.size > 0,
    );
    const { items, ...rest } = page(all, input);
    const Versions = items.map((version) => ({
      VersionId: version.id,
      ...(version.stages.size > 0 && { VersionStages: [...version.stages] }),
      CreatedDate: version.created,
      ...(version.accessed && { LastAccessedDate: version.accessed }),
      KmsKeyIds: shownKeys(version, secret, call),
    }));
    return { ARN: secret.arn, Name: secret.name, Versions, ...rest };
  },
};

/**
 * The AWS managed key is shown by a name of its own, as replies of AWS have it. That other keys are shown by their ARN is
 * unverified: ListSecretVersionIds of a secret under a customer managed key would settle it.
 */
function shownKeys(version: Version, secret: Secret, call: Call): string[] {
  return keysOf(version).map((arn) => (isDefaultKey(arn, secret, call) ? "DefaultEncryptionKey" : arn));
}

/** A list names the key by its ARN, whatever form `DescribeSecret` shows. */
function entryOf(secret: Secret, call: Call): SecretListEntry {
  const KmsKeyId = secret.kmsKeyId === undefined ? undefined : (keyOf(secret, call)?.arn ?? secret.kmsKeyId);
  return {
    ...descriptionOf(secret),
    ...(KmsKeyId !== undefined && { KmsKeyId }),
    ...(secret.versions.size > 0 && { SecretVersionsToStages: stagesById(secret) }),
  };
}

type Matcher = (secret: Secret) => boolean;

/** A filter matches if any of its values is a prefix of any of the secret's; `!` in front turns a value round. */
function readFilter({ Key, Values = [] }: Filter): Matcher {
  const texts = textsByKey[Key ?? ""];
  if (!texts) throw invalidParameter(`Invalid filter key ${Key}`);
  return (secret) =>
    Values.some((value) => {
      const wanted = value.replace(/^!/, "");
      const hit = texts(secret).some((text) => text.startsWith(wanted));
      return value.startsWith("!") ? !hit : hit;
    });
}

const tagKeys = (secret: Secret) => secret.tags.map(({ Key = "" }) => Key);
const tagValues = (secret: Secret) => secret.tags.map(({ Value = "" }) => Value);
const descriptions = (secret: Secret) => [secret.description ?? ""];
const primaryRegions = (secret: Secret) => (secret.primaryRegion === undefined ? [] : [secret.primaryRegion]);

const textsByKey: Readonly<Record<string, (secret: Secret) => readonly string[]>> = {
  name: (secret) => [secret.name],
  description: descriptions,
  "tag-key": tagKeys,
  "tag-value": tagValues,
  "primary-region": primaryRegions,
  "owning-service": () => [],
  all: (secret) => [
    secret.name,
    ...descriptions(secret),
    ...tagKeys(secret),
    ...tagValues(secret),
    ...primaryRegions(secret),
  ],
};

interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function page<T>(all: readonly T[], { MaxResults = 100, NextToken }: PageRequest) {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64").toString());
  if (!Number.isInteger(start) || NextToken === "") {
    throw new InvalidNextTokenException({ message: "Invalid NextToken.", $metadata: {} });
  }
  const end = start + MaxResults;
  const token = Buffer.from(String(end)).toString("base64");
  return { items: all.slice(start, end), ...(end < all.length && { NextToken: token }) };
}
