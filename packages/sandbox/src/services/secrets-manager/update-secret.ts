import type { UpdateSecretRequest, UpdateSecretResponse } from "@aws-sdk/client-secrets-manager";
import type { Call, Operation } from "../../service.ts";
import { shownKeyId } from "./create-secret.ts";
import { newDataKey, unlock } from "./encryption.ts";
import { tellingLabels } from "./label-event.ts";
import { secretPermission } from "./permission.ts";
import { syncReplicas } from "./replication.ts";
import { findPrimary } from "./requirements.ts";
import type { Secret } from "./state.ts";
import { secretTrail } from "./trail.ts";
import { addVersion, valueIn, versionId } from "./versions.ts";

/** An empty KmsKeyId means the AWS managed key. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret: Operation<UpdateSecretRequest, UpdateSecretResponse> = {
  permissions: (input, call) => [secretPermission("UpdateSecret", input.SecretId, call)],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    const value = valueIn(input);
    const id = value && versionId(input.ClientRequestToken);
    if (input.KmsKeyId !== undefined) await changeKey(secret, input.KmsKeyId, call);
    if (input.Description !== undefined) secret.description = input.Description;
    if (value && id) {
      await tellingLabels(secret, call.sandbox, () => addVersion(secret, id, value, ["AWSCURRENT"], call));
    }
    secret.changed = call.now;
    await syncReplicas(secret, call);
    return { ARN: secret.arn, Name: secret.name, ...(id !== undefined && { VersionId: id }) };
  },
  trail: (input, output) =>
    secretTrail(input, { arn: output.ARN, name: output.Name, versionId: output.VersionId }),
};

/** The versions that a change of the key encrypts anew. */
const reencrypted = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"];

/**
 * The labelled versions are encrypted anew where the caller may use both keys, and then open with either; the others
 * keep the old key alone. https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html
 */
async function changeKey(secret: Secret, kmsKeyId: string, call: Call): Promise<void> {
  secret.kmsKeyId = shownKeyId(kmsKeyId, call);
  for (const version of secret.versions.values()) {
    if (!reencrypted.some((stage) => version.stages.has(stage))) continue;
    try {
      await unlock(secret, version, call);
      version.dataKeys = [await newDataKey(secret, version.id, call), ...version.dataKeys];
    } catch {
      // stays under the old key alone
    }
  }
}
