import type { Sandbox } from "../../sandbox.ts";
import { emitDeleteKey } from "./delete-key-event.ts";
import { aliasesOf, type Key, type KeyStore, keyStore } from "./state.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Lets the key go after its window, with its aliases. A multi-Region primary waits for its replicas first.
 * https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export function planDeletion(key: Key, days: number, sandbox: Sandbox): void {
  if (hasReplicas(key)) {
    key.state = "PendingReplicaDeletion";
    waitingPrimaries(sandbox).set(key.arn, { key, days });
    return;
  }
  const ms = days * dayMs;
  const cancel = sandbox.clock.after(ms, () => remove(key, sandbox));
  key.state = "PendingDeletion";
  key.deletion = { date: new Date(sandbox.clock.now().getTime() + ms), cancel };
}

/** Calls the deletion off; the key comes back disabled. */
export function keepKey(key: Key): void {
  key.deletion?.cancel();
  key.deletion = undefined;
  key.state = "Disabled";
}

function remove(key: Key, sandbox: Sandbox): void {
  const store = storeOf(key, sandbox);
  for (const { name } of aliasesOf(key, store)) store.aliases.delete(name);
  store.keys.delete(key.id);
  key.expiry?.cancel();
  emitDeleteKey(key, sandbox);
  if (!key.regions?.replicas.delete(key.region)) return;
  const waiting = waitingPrimaries(sandbox).get(
    key.arn.replace(`:${key.region}:`, `:${key.regions.primary}:`),
  );
  if (waiting?.key.state === "PendingReplicaDeletion" && !hasReplicas(waiting.key)) {
    planDeletion(waiting.key, waiting.days, sandbox);
  }
}

function hasReplicas({ region, regions }: Key): boolean {
  return regions?.primary === region && regions.replicas.size > 0;
}

function storeOf({ arn, region, account }: Key, sandbox: Sandbox): KeyStore {
  return keyStore(sandbox, { partition: arn.split(":")[1] ?? "", region, account });
}

/** Primaries that are to go after their replicas, by ARN, with their windows. */
function waitingPrimaries(sandbox: Sandbox): Map<string, { readonly key: Key; readonly days: number }> {
  return sandbox.store("kms-waiting-primaries", () => new Map());
}
