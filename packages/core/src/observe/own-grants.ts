import type { Settings } from "../model/settings.ts";
import { ownGrants } from "../policy/policy-reader.ts";
import type { GrantedSecret } from "../policy/role-policy.ts";
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
