import { NotFoundException, type UpdatePrimaryRegionRequest } from "@aws-sdk/client-kms";
import type { Call, Operation } from "../../service.ts";
import { findKeyToChange } from "./find-key.ts";
import { requireNotDeleting, requirePrimary, requireStateOtherThan } from "./key-requirements.ts";
import { kmsArn } from "./make-key.ts";
import { keyPermission } from "./permission.ts";
import { type Key, keyStore } from "./state.ts";
import { keyTrail } from "./trail.ts";

/** How long both keys are `Updating`. */
const updatingMs = 1_000;

/**
 * Primary and replica change places; both may be used meanwhile, and not changed. The right is needed on both.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html
 */
export const updatePrimaryRegion: Operation<UpdatePrimaryRegionRequest, undefined> = {
  permissions(input, call) {
    const primary = findKeyToChange(input.KeyId, call);
    const replica = keyIn(input.PrimaryRegion, primary, call);
    const context = { "kms:PrimaryRegion": input.PrimaryRegion ?? "" };
    return [primary, ...(replica ? [replica] : [])].map((key) =>
      keyPermission("UpdatePrimaryRegion", key, call, context),
    );
  },
  run(input, call) {
    const primary = findKeyToChange(input.KeyId, call);
    const regions = requirePrimary(primary);
    const replica = replicaIn(input.PrimaryRegion, primary, call);
    for (const key of [primary, replica]) {
      requireStateOtherThan(requireNotDeleting(key), ["Creating", "PendingImport", "Updating"]);
    }
    regions.replicas.delete(replica.region);
    regions.replicas.add(primary.region);
    regions.primary = replica.region;
    for (const key of [primary, replica]) update(key, call);
    return undefined;
  },
  trail(input, _, call) {
    const request = { keyId: input.KeyId, primaryRegion: input.PrimaryRegion };
    return keyTrail(findKeyToChange(input.KeyId, call), request, null);
  },
};

/** @throws NotFoundException */
function replicaIn(region: string | undefined, primary: Key, call: Call): Key {
  const replica = keyIn(region, primary, call);
  if (replica && replica !== primary) return replica;
  const arn = kmsArn({ ...call.place, region: region ?? "", account: primary.account }, `key/${primary.id}`);
  throw new NotFoundException({ message: `Key '${arn}' does not exist`, $metadata: {} });
}

function keyIn(region: string | undefined, { id, account }: Key, { sandbox, place }: Call): Key | undefined {
  return keyStore(sandbox, { ...place, region: region ?? "", account }).keys.get(id);
}

function update(key: Key, { sandbox }: Call): void {
  const before = key.state;
  key.state = "Updating";
  sandbox.clock.after(updatingMs, () => {
    if (key.state === "Updating") key.state = before;
  });
}
