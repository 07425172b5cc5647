import type { DescribeSecretRequest, DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { findSecret } from "./find-secret.ts";
import { secretPermission } from "./permission.ts";
import { replicationStatus } from "./replication.ts";
import type { Secret } from "./state.ts";

/** Answers for secrets pending deletion too. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret: Operation<DescribeSecretRequest, DescribeSecretResponse> = {
  permissions: (input, call) => [secretPermission("DescribeSecret", input.SecretId, call)],
  run(input, call) {
    const secret = findSecret(input.SecretId, call);
    return {
      ...descriptionOf(secret),
      ...(secret.versions.size > 0 && { VersionIdsToStages: stagesById(secret) }),
      ...(secret.replicas.size > 0 && { ReplicationStatus: replicationStatus(secret) }),
    };
  },
};

/** The members that `DescribeSecret` and `ListSecrets` share; those without a value are left out, as AWS does. */
export function descriptionOf(secret: Secret) {
  const { rotation } = secret;
  const members = {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description || undefined,
    KmsKeyId: secret.kmsKeyId,
    RotationEnabled: rotation?.enabled,
    RotationLambdaARN: rotation?.lambdaArn,
    RotationRules: rotation?.rules,
    LastRotatedDate: rotation?.rotated,
    LastChangedDate: secret.changed,
    LastAccessedDate: secret.accessed,
    DeletedDate: secret.deletion?.asked,
    Tags: secret.tags.length > 0 ? [...secret.tags] : undefined,
    CreatedDate: secret.created,
    PrimaryRegion: secret.primaryRegion,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<
    typeof members
  >;
}

/** The labels of the versions that have any. */
export function stagesById(secret: Secret): Record<string, string[]> {
  const staged = [...secret.versions.values()].filter(({ stages }) => stages.size > 0);
  return Object.fromEntries(staged.map(({ id, stages }) => [id, [...stages]]));
}
