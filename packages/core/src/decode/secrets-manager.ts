/** Secrets Manager's records. https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
import { parseSecretReference, type SecretReference } from "../model/secret.ts";
import { ignore } from "./ignore.ts";
import { textOf, textOfAnyCase } from "./members.ts";
import type { CloudTrailRecord, Reader } from "./record.ts";

const changed = secretReader("secret-changed");
const deleted = secretReader("secret-deleted");

export const secretsManager: ReadonlyMap<string, Reader> = new Map([
  ["CancelSecretVersionDelete", changed],
  ["CreateSecret", changed],
  ["DeleteResourcePolicy", changed],
  ["DeleteSecret", deleted],
  ["EndSecretVersionDelete", deleted],
  ["PutResourcePolicy", changed],
  ["ReplicateSecretToRegions", changed],
  ["RestoreSecret", changed],
  ["RotateSecret", changed],
  ["SecretVersionDeletion", deleted],
  ["StartSecretVersionDelete", deleted],
  ["TagResource", changed],
  ["UntagResource", changed],
  ["UpdateSecret", changed],
]);

function secretReader(kind: "secret-changed" | "secret-deleted"): Reader {
  return (record) => {
    const secret = secretIn(record);
    if (secret === undefined) return ignore(`this ${record.name} does not say which secret`);
    return { kind, secret, ...record.origin, ...(secret.kind === "arn" ? placeOf(secret) : {}) };
  };
}

/** An ARN wherever the record has one, for it is the secret's own; else what the caller called it. */
function secretIn({ request, response, additional }: CloudTrailRecord): SecretReference | undefined {
  const references = [
    textOfAnyCase(response, "arn"),
    textOfAnyCase(additional, "arn"),
    textOf(request, "secretId"),
    textOfAnyCase(additional, "secretId"),
    textOf(request, "name"),
    textOf(response, "name"),
    textOfAnyCase(additional, "name"),
  ].flatMap((text) => (text === undefined ? [] : (parseSecretReference(text) ?? [])));
  return references.find(({ kind }) => kind === "arn") ?? references[0];
}

/** The caller's Region and account may be others than the secret's. */
function placeOf({ account, region }: Extract<SecretReference, { kind: "arn" }>) {
  return { account, region };
}
