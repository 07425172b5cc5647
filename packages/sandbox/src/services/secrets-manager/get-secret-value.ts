import type { GetSecretValueRequest, GetSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import type { Call, Operation, Permission } from "../../service.ts";
import { unlock } from "./encryption.ts";
import { secretPermission } from "./permission.ts";
import { findLiveSecret } from "./requirements.ts";
import type { SecretValue } from "./state.ts";
import { findVersion } from "./versions.ts";

/** Needs the secret's key too. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue: Operation<GetSecretValueRequest, GetSecretValueResponse> = {
  permissions: (input, call) => [
    secretPermission("GetSecretValue", input.SecretId, call, versionContext(input)),
  ],
  async run(input, call) {
    const secret = findLiveSecret(input.SecretId, call);
    const version = findVersion(secret, input.VersionId, input.VersionStage);
    await unlock(secret, version, call);
    secret.accessed = dayOf(call);
    version.accessed = dayOf(call);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      ...membersOf(version.value),
      VersionStages: [...version.stages],
      CreatedDate: version.created,
    };
  },
};

/** A request that names no version has neither key, as https://github.com/boto/boto3/issues/2957 tells. */
function versionContext({
  VersionId,
  VersionStage,
}: GetSecretValueRequest): NonNullable<Permission["context"]> {
  return {
    ...(VersionStage !== undefined && { "secretsmanager:VersionStage": VersionStage }),
    ...(VersionId !== undefined && { "secretsmanager:VersionId": VersionId }),
  };
}

function membersOf(value: SecretValue) {
  return value.kind === "text" ? { SecretString: value.text } : { SecretBinary: value.bytes };
}

/** Secrets Manager remembers the day of an access, not the time. */
function dayOf({ now }: Call): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
