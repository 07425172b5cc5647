import type { SecretArn } from "../model/arn.ts";
import type { Work } from "../model/work.ts";
import type { GrantedSecret } from "../policy/role-policy.ts";
import type { Ledger, Reads } from "../ports.ts";
import { isUnfinished } from "./own-grants.ts";
import type { Snapshot } from "./snapshot.ts";

/** Of grants that the policy has and a crash kept from the ledger: for whom they were planned. Asks for nothing where there are none. */
export async function plannedGrants(
  granted: readonly GrantedSecret[],
  snapshot: Pick<Snapshot, "policyWritten" | "grants">,
  { role, region }: Work,
  { unsettled }: Reads["ledger"],
): Promise<ReadonlyMap<SecretArn, readonly string[]>> {
  const open = granted.map(({ secret }) => secret).filter((secret) => isUnfinished(secret, snapshot));
  const left = open.length === 0 || unsettled === undefined ? [] : await unsettled(role, region);
  const planned = open.map((secret) => [secret, projectsOf(secret, left)] as const);
  return new Map(planned.filter(([, projects]) => projects.length > 0));
}

function projectsOf(secret: SecretArn, left: Awaited<ReturnType<Ledger["unsettled"]>>): readonly string[] {
  const names = left.flatMap(({ change }) =>
    change.kind === "grant" && change.grant.secret === secret ? change.grant.projects : [],
  );
  return [...new Set(names)];
}
