import type { Tag } from "@aws-sdk/client-secrets-manager";
import type { Call, Permission } from "../../service.ts";
import { lookUpSecret, secretArn } from "./find-secret.ts";

/**
 * What Secrets Manager asks IAM about a secret. One that does not exist is asked for by name, so that a caller without
 * rights is refused before being told. Condition keys:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
export function secretPermission(
  action: string,
  secretId: string | undefined,
  call: Call,
  context: NonNullable<Permission["context"]> = {},
): Permission {
  const secret = lookUpSecret(secretId, call);
  const id = secretId ?? "";
  return {
    action: `secretsmanager:${action}`,
    resource: secret?.arn ?? (id.startsWith("arn:") ? id : secretArn(call.place, id)),
    resourceAccount: secret?.place.account ?? accountIn(id) ?? call.place.account,
    ...(secret?.resourcePolicy !== undefined && { resourcePolicy: secret.resourcePolicy }),
    context: { "secretsmanager:SecretId": id, ...resourceTags(secret?.tags ?? []), ...context },
  };
}

/**
 * Whose secret an ARN names, there or not. That AWS does not tell another account which secrets there are is unverified: a
 * read of one that does not exist, by an ARN of another account, would settle it.
 */
function accountIn(id: string): string | undefined {
  return /^arn:[^:]+:secretsmanager:[^:]+:(\d{12}):/.exec(id)?.[1];
}

/** The condition keys of a request that sets tags. */
export function requestTags(tags: readonly Tag[] | undefined): NonNullable<Permission["context"]> {
  if (!tags?.length) return {};
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ""])),
    "aws:TagKeys": tags.map(({ Key }) => Key ?? ""),
  };
}

function resourceTags(tags: readonly Tag[]): NonNullable<Permission["context"]> {
  return Object.fromEntries(
    tags.flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value ?? ""],
      [`secretsmanager:ResourceTag/${Key}`, Value ?? ""],
    ]),
  );
}
