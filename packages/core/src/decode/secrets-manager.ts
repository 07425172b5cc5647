/** Secrets Manager's records. https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
import { parseSecretReference, type SecretReference } from "../model/secret.ts";
import type { Origin, SingleTrigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { textOf, textOfAnyCase } from "./members.ts";
import type { CloudTrailRecord, RecordDecoder } from "./record.ts";

const changed = secretReader("secret-changed");
const deleted = secretReader("secret-deleted");

export const secretsManager: ReadonlyMap<string, RecordDecoder> = new Map([
  ["CancelRotateSecret", changed],
  ["CancelSecretVersionDelete", changed],
  ["CreateSecret", changed],
  ["DeleteResourcePolicy", changed],
  ["DeleteSecret", deleted],
  ["EndSecretVersionDelete", deleted],
  ["PutResourcePolicy", changed],
  ["RemoveRegionsFromReplication", changed],
  ["ReplicateSecretToRegions", changed],
  ["RestoreSecret", changed],
  ["RotateSecret", changed],
  ["SecretVersionDeletion", deleted],
  ["StartSecretVersionDelete", deleted],
  ["StopReplicationToReplica", changed],
  ["TagResource", changed],
  ["UntagResource", changed],
  ["UpdateSecret", changed],
]);

function secretReader(kind: "secret-changed" | "secret-deleted"): RecordDecoder {
  return (record) => {
    const secret = secretIn(record);
    if (secret === undefined) return ignore(`this ${record.name} does not say which secret`);
    return secretTrigger(kind, secret, record.origin);
  };
}

/** The caller's Region and account may be others than those of a secret that is named by its ARN. */
export function secretTrigger(
  kind: "secret-changed" | "secret-deleted",
  secret: SecretReference,
  origin: Origin,
): SingleTrigger {
  const place = secret.kind === "arn" ? { account: secret.account, region: secret.region } : {};
  return { kind, secret, ...origin, ...place };
}

/** An ARN wherever the record has one, for it is the secret's own; else what the caller called it. */
function secretIn({
  request,
  response,
  additional,
  serviceDetails,
}: CloudTrailRecord): SecretReference | undefined {
  const references = [
    textOfAnyCase(response, "arn"),
    textOfAnyCase(additional, "arn"),
    textOfAnyCase(serviceDetails, "arn"),
    textOf(request, "secretId"),
    textOfAnyCase(additional, "secretId"),
    textOfAnyCase(serviceDetails, "secretId"),
    textOf(request, "name"),
    textOf(response, "name"),
    textOfAnyCase(additional, "name"),
    textOfAnyCase(serviceDetails, "name"),
  ].flatMap((text) => (text === undefined ? [] : (parseSecretReference(text) ?? [])));
  return references.find(({ kind }) => kind === "arn") ?? references[0];
}
