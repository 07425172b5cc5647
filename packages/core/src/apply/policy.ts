/** The one policy write of a plan, and the grants and revocations that it makes. */
import type { RefusedWrite } from "../diagnose/limits.ts";
import type { Change, Grant, Grants } from "../model/change.ts";
import type { Plan, PolicyWrite } from "../plan/decided.ts";
import { grantDigest } from "../policy/role-policy.ts";
import type { Writes } from "../ports.ts";
import { attempt } from "./attempt.ts";
import type { FailedChange } from "./outcome.ts";

export interface PolicyOutcome {
  readonly applied: readonly Change[];
  readonly failed: readonly FailedChange[];
  /** Planned, and open whether they took effect. */
  readonly unsettled: readonly Change[];
  readonly errors: readonly unknown[];
  readonly refused?: RefusedWrite;
}

/**
 * Record as planned, write the policy, save the grants, record as applied. `plan` takes a secret that only one of
 * policy and ledger has for unfinished: so a retry repeats what a crash left undone, wherever it was. A write that AWS
 * refuses leaves no record: its finding says it, once for as long as it stays. `waiting` are grants of a crash, which the policy keeps
 * until a listing: they are recorded with the others.
 */
export async function applyPolicy(
  plan: Pick<Plan, "work" | "changes" | "policy" | "taken" | "grants">,
  { ledger, roles, clock }: Writes,
  again: boolean,
  waiting: readonly Grants[] = [],
): Promise<PolicyOutcome> {
  const now = () => clock.now().toISOString();
  const changes = plan.changes.filter(({ kind }) => kind !== "normalization");
  const begunAt = now();
  const { role, region } = plan.work;
  const wrote = wroteBy(changes, plan.grants);
  const writing = plan.policy.kind === "keep" ? undefined : { role, region, taken: plan.taken, wrote };
  await ledger.planned(changes, begunAt, writing);
  const write = await attempt(() => writePolicy(plan.policy, roles), again);
  switch (write.kind) {
    case "done": {
      const grants = [...plan.grants, ...waiting.map(({ grant }) => grant)];
      await ledger.saveGrants(role, region, grants, now(), [...changes, ...waiting]);
      return { ...nothing, applied: changes };
    }
    case "refused": {
      const { refusal, words } = write;
      await ledger.discarded(changes);
      const takes = changes.some(({ kind }) => kind === "revocation") && { takes: true as const };
      const failed = changes.map((change) => ({ change, error: words }));
      return { ...nothing, failed, refused: { refusal, words, ...takes } };
    }
    case "unsettled":
      return { ...nothing, unsettled: changes, errors: [write.error] };
    default:
      return write satisfies never;
  }
}

/** What a retry needs to tell whether this was recorded. */
function wroteBy(changes: readonly Change[], grants: readonly Grant[]): Readonly<Record<string, string>> {
  const after = new Map(grants.map((grant) => [grant.secret, grantDigest(grant)]));
  return Object.fromEntries(
    changes.flatMap((change) =>
      change.kind === "grant" || change.kind === "revocation"
        ? [[change.grant.secret, after.get(change.grant.secret) ?? ""]]
        : [],
    ),
  );
}

const nothing: PolicyOutcome = { applied: [], failed: [], unsettled: [], errors: [] };

async function writePolicy(write: PolicyWrite, roles: Writes["roles"]): Promise<void> {
  switch (write.kind) {
    case "keep":
      return;
    case "put":
      return roles.putPolicy(write.roleName, write.policyName, write.document);
    case "delete":
      return roles.deletePolicy(write.roleName, write.policyName);
    default:
      return write satisfies never;
  }
}
