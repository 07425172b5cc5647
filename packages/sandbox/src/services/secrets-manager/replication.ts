import type { ReplicaRegionType, ReplicationStatusType } from "@aws-sdk/client-secrets-manager";
import type { Call } from "../../service.ts";
import { newDataKey } from "./encryption.ts";
import { invalidParameter } from "./requirements.ts";
import { type Secret, secretsIn } from "./state.ts";

/**
 * Makes replicas in those Regions: the same ARN but for the Region, the same tags and resource policy, a key of its own.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 * @throws InvalidParameterException
 */
export async function replicate(
  primary: Secret,
  wanted: readonly ReplicaRegionType[],
  overwrite: boolean,
  call: Call,
): Promise<void> {
  for (const { Region = "" } of wanted) requireReplicaRegion(primary, Region, call);
  primary.primaryRegion = primary.place.region;
  for (const { Region = "", KmsKeyId } of wanted) {
    makeReplica(primary, Region, KmsKeyId || undefined, overwrite, call);
  }
  await syncReplicas(primary, call);
}

/** Brings the replicas to the state of their primary: description, tags, resource policy and versions. */
export async function syncReplicas(primary: Secret, call: Call): Promise<void> {
  for (const [region, status] of primary.replicas) {
    const replica = secretsIn({ ...primary.place, region }, call.sandbox).get(arnIn(primary, region));
    if (replica?.primaryRegion !== primary.place.region) continue;
    replica.description = primary.description;
    replica.tags = primary.tags;
    replica.resourcePolicy = primary.resourcePolicy;
    replica.changed = primary.changed;
    replica.rotation = primary.rotation;
    primary.replicas.set(region, { ...status, ...(await copyVersions(primary, replica, call)) });
  }
}

/** Deletes the replica in that Region, at once. */
export function removeReplica(primary: Secret, region: string, call: Call): void {
  secretsIn({ ...primary.place, region }, call.sandbox).delete(arnIn(primary, region));
  primary.replicas.delete(region);
}

/** As replies show it. */
export function replicationStatus(primary: Secret): ReplicationStatusType[] {
  return [...primary.replicas].map(([Region, { kmsKeyId, status, message }]) => ({
    Region,
    KmsKeyId: kmsKeyId ?? "alias/aws/secretsmanager",
    Status: status,
    ...(message !== undefined && { StatusMessage: message }),
  }));
}

function makeReplica(
  primary: Secret,
  region: string,
  kmsKeyId: string | undefined,
  overwrite: boolean,
  { sandbox, now }: Call,
): void {
  const place = { ...primary.place, region };
  const secrets = secretsIn(place, sandbox);
  const inTheWay = [...secrets.values()].find(({ name }) => name === primary.name);
  if (inTheWay && !overwrite) {
    const message = `Replication failed: Secret name ${primary.name} already exists in region ${region}.`;
    primary.replicas.set(region, { kmsKeyId, status: "Failed", message });
    return;
  }
  if (inTheWay) secrets.delete(inTheWay.arn);
  const arn = arnIn(primary, region);
  const own = {
    arn,
    place,
    kmsKeyId,
    created: now,
    versions: new Map(),
    replicas: new Map(),
    accessed: undefined,
  };
  secrets.set(arn, { ...primary, ...own });
  primary.replicas.set(region, { kmsKeyId, status: "InSync", message: undefined });
}

async function copyVersions(primary: Secret, replica: Secret, call: Call) {
  try {
    for (const version of primary.versions.values()) {
      const known = replica.versions.get(version.id);
      const dataKeys = known?.dataKeys ?? [await newDataKey(replica, version.id, call)];
      replica.versions.set(version.id, { ...version, dataKeys, accessed: known?.accessed });
    }
    return { status: "InSync", message: undefined } as const;
  } catch (error) {
    return {
      status: "Failed",
      message: `Replication failed: ${error instanceof Error ? error.message : error}`,
    } as const;
  }
}

function requireReplicaRegion(primary: Secret, region: string, { sandbox }: Call): void {
  if (region === primary.place.region || !sandbox.regions.includes(region)) {
    throw invalidParameter("Invalid replica region.");
  }
}

function arnIn(primary: Secret, region: string): string {
  return primary.arn.replace(`:${primary.place.region}:`, `:${region}:`);
}
