import type { PutSecretValueRequest, PutSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { tellingLabels } from "./label-event.ts";
import { secretPermission } from "./permission.ts";
import { syncReplicas } from "./replication.ts";
import { findPrimary, invalidRequest } from "./requirements.ts";
import { secretTrail } from "./trail.ts";
import { addVersion, valueIn, versionId } from "./versions.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue: Operation<PutSecretValueRequest, PutSecretValueResponse> = {
  permissions: (input, call) => [secretPermission("PutSecretValue", input.SecretId, call)],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    const value = valueIn(input);
    if (!value) throw invalidRequest("You must provide either SecretString or SecretBinary.");
    const id = versionId(input.ClientRequestToken);
    const version = await tellingLabels(secret, call.sandbox, () =>
      addVersion(secret, id, value, input.VersionStages ?? ["AWSCURRENT"], call),
    );
    secret.changed = call.now;
    await syncReplicas(secret, call);
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: [...version.stages] };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN }),
};
