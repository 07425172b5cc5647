import {
  AlreadyExistsException,
  type ReplicateKeyRequest,
  type ReplicateKeyResponse,
} from "@aws-sdk/client-kms";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { findKeyToChange } from "./find-key.ts";
import { metadataOf } from "./key-metadata.ts";
import { defaultKeyPolicy, readPolicy } from "./key-policy.ts";
import { requirePrimary, requireStateOtherThan, requireUsable } from "./key-requirements.ts";
import { kmsArn } from "./make-key.ts";
import { keyPermission, requestTags } from "./permission.ts";
import { type Key, type KeyRegions, keyStore } from "./state.ts";
import { withTags } from "./tag-rules.ts";
import { keyTrail } from "./trail.ts";

/** How long a replica is `Creating`. */
const creatingMs = 1_000;

/**
 * The same key in another Region: id and material are shared; policy, tags, aliases and grants are its own.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
 */
export const replicateKey: Operation<ReplicateKeyRequest, ReplicateKeyResponse> = {
  permissions(input, call) {
    const context = { "kms:ReplicaRegion": input.ReplicaRegion ?? "" };
    const replica = {
      "kms:MultiRegion": "true",
      "kms:MultiRegionKeyType": "REPLICA",
      ...requestTags(input.Tags),
    };
    return [
      keyPermission("ReplicateKey", findKeyToChange(input.KeyId, call), call, context),
      { action: "kms:CreateKey", resource: "*", context: replica },
      ...(input.Tags?.length ? [{ action: "kms:TagResource", resource: "*", context: replica }] : []),
    ];
  },
  run(input, call) {
    const primary = findKeyToChange(input.KeyId, call);
    const regions = requirePrimary(primary);
    requireUsable(primary);
    requireStateOtherThan(primary, ["Updating"]);
    const replica = makeReplica(primary, regions, input, call);
    return {
      ReplicaKeyMetadata: metadataOf(replica),
      ReplicaPolicy: replica.policy,
      ...(input.Tags && { ReplicaTags: input.Tags }),
    };
  },
  trail(input, output, call) {
    const key = findKeyToChange(input.KeyId, call);
    const request = { keyId: input.KeyId, replicaRegion: input.ReplicaRegion };
    return keyTrail(key, request, { replicaKeyMetadata: { arn: output.ReplicaKeyMetadata?.Arn } });
  },
};

function makeReplica(primary: Key, regions: KeyRegions, input: ReplicateKeyRequest, call: Call): Key {
  const { sandbox } = call;
  const region = input.ReplicaRegion ?? "";
  const place = { ...call.place, region };
  const { keys } = keyStore(sandbox, place);
  if (region === primary.region || !sandbox.regions.includes(region)) {
    throw awsError("ValidationException", `The sandbox has no other Region ${region}.`);
  }
  if (keys.has(primary.id)) {
    const message = `Key ${kmsArn(place, `key/${primary.id}`)} already exists`;
    throw new AlreadyExistsException({ message, $metadata: {} });
  }
  const isImported = primary.origin === "EXTERNAL";
  const replica: Key = {
    ...primary,
    arn: kmsArn(place, `key/${primary.id}`),
    region,
    created: call.now,
    description: input.Description ?? "",
    policy: defaultKeyPolicy(place),
    tags: withTags([], input.Tags ?? []),
    grants: new Map(),
    state: "Creating",
    material: isImported ? undefined : primary.material,
    expiry: undefined,
    deletion: undefined,
  };
  if (input.Policy !== undefined) replica.policy = readPolicy(input, replica, call);
  keys.set(replica.id, replica);
  regions.replicas.add(region);
  sandbox.clock.after(creatingMs, () => {
    if (replica.state === "Creating") replica.state = isImported ? "PendingImport" : "Enabled";
  });
  return replica;
}
