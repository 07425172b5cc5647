import type {
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse,
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse,
} from "@aws-sdk/client-secrets-manager";
import type { Operation } from "../../service.ts";
import { secretPermission } from "./permission.ts";
import { removeReplica, replicate, replicationStatus } from "./replication.ts";
import { findPrimary } from "./requirements.ts";
import { secretTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html */
export const replicateSecretToRegions: Operation<
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse
> = {
  permissions: (input, call) => [
    secretPermission("ReplicateSecretToRegions", input.SecretId, call, {
      "secretsmanager:AddReplicaRegions": regionsIn(input),
    }),
  ],
  async run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    await replicate(secret, input.AddReplicaRegions ?? [], input.ForceOverwriteReplicaSecret ?? false, call);
    return { ARN: secret.arn, ReplicationStatus: replicationStatus(secret) };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN }),
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html */
export const removeRegionsFromReplication: Operation<
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse
> = {
  permissions: (input, call) => [secretPermission("RemoveRegionsFromReplication", input.SecretId, call)],
  run(input, call) {
    const secret = findPrimary(input.SecretId, call);
    for (const region of input.RemoveReplicaRegions ?? []) removeReplica(secret, region, call);
    if (secret.replicas.size === 0) secret.primaryRegion = undefined;
    return { ARN: secret.arn, ReplicationStatus: replicationStatus(secret) };
  },
  trail: (input, output) => secretTrail(input, { arn: output.ARN }),
};

function regionsIn({ AddReplicaRegions = [] }: ReplicateSecretToRegionsRequest): readonly string[] {
  return AddReplicaRegions.map(({ Region = "" }) => Region);
}
