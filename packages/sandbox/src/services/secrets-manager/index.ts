/** AWS Secrets Manager: secrets, their tags, policies, replicas and deletion. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import constraints from "../../constraints/tables/secretsmanager.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { createSecret } from "./create-secret.ts";
import { deleteSecret, restoreSecret } from "./delete-secret.ts";
import { describeSecret } from "./describe-secret.ts";
import { getSecretValue } from "./get-secret-value.ts";
import { listSecrets, listSecretVersionIds } from "./list-secrets.ts";
import { putSecretValue } from "./put-secret-value.ts";
import { removeRegionsFromReplication, replicateSecretToRegions } from "./replicate.ts";
import { deleteResourcePolicy, getResourcePolicy, putResourcePolicy } from "./resource-policy.ts";
import { cancelRotateSecret, rotateSecret } from "./rotation.ts";
import { tagResource, untagResource } from "./tags.ts";
import { updateSecret } from "./update-secret.ts";
import { updateSecretVersionStage } from "./update-version-stage.ts";

export const secretsManager: Service = {
  signingName: "secretsmanager",
  eventSource: "secretsmanager.amazonaws.com",
  sdk,
  client: () => new sdk.SecretsManagerClient({ region: "us-east-1" }),
  constraints,
  operations: {
    CancelRotateSecret: cancelRotateSecret,
    CreateSecret: createSecret,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetResourcePolicy: getResourcePolicy,
    GetSecretValue: getSecretValue,
    ListSecrets: listSecrets,
    ListSecretVersionIds: listSecretVersionIds,
    PutResourcePolicy: putResourcePolicy,
    PutSecretValue: putSecretValue,
    RemoveRegionsFromReplication: removeRegionsFromReplication,
    ReplicateSecretToRegions: replicateSecretToRegions,
    RestoreSecret: restoreSecret,
    RotateSecret: rotateSecret,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
    UpdateSecretVersionStage: updateSecretVersionStage,
  },
};
