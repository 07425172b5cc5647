import type { Settings } from "../model/settings.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import { type GrantedSecret, grantDigest } from "../policy/role-policy.ts";
import type { Snapshot } from "./snapshot.ts";

/** What pullpass's own policy gives the role, as it was read; nothing where somebody edited it. */
export function ownGrantsOf(
  { role, work }: Pick<Snapshot, "role" | "work">,
  { policyName }: Pick<Settings, "policyName">,
): readonly GrantedSecret[] {
  if (role.kind !== "known") return [];
  return ownGrants(role.value.inlinePolicies, policyName, work.region) ?? [];
}

/** What the policy gives and the ledger does not have. */
export function unrecorded(
  granted: readonly GrantedSecret[],
  { grants }: Pick<Snapshot, "grants">,
): readonly GrantedSecret[] {
  const recorded = new Set(grants.map(({ secret }) => secret));
  return granted.filter(({ secret }) => !recorded.has(secret));
}

/**
 * Did a crash leave it open whether pullpass's last write of the policy changed what this says of the secret? The ledger has it
 * otherwise than that write was to have it: what the policy says is all there is to know.
 */
export function isUnfinished(
  secret: string,
  { policyWritten, grants }: Pick<Snapshot, "policyWritten" | "grants">,
): boolean {
  const wrote = policyWritten?.wrote?.[secret];
  if (wrote === undefined) return false;
  const recorded = grants.find((grant) => grant.secret === secret);
  return wrote !== (recorded === undefined ? "" : grantDigest(recorded));
}
