/** The one policy write of a plan, and the grants and revocations that it makes. */
import type { RefusedWrite } from "../diagnose/limits.ts";
import type { Change, Grant, Grants, PolicyToWrite } from "../model/change.ts";
import type { Plan, PolicyWrite } from "../plan/decided.ts";
import { grantDigest } from "../policy/role-policy.ts";
import type { Writes } from "../ports.ts";
import { attempt } from "./attempt.ts";
import { recordPlanned, withId } from "./made-again.ts";
import type { FailedChange } from "./outcome.ts";

export interface PolicyOutcome {
  /** Is the policy as the plan has it? */
  readonly isWritten: boolean;
  readonly applied: readonly Change[];
  readonly failed: readonly FailedChange[];
  /** Planned, and open whether they took effect. */
  readonly unsettled: readonly Change[];
  readonly errors: readonly unknown[];
  readonly refused?: RefusedWrite;
}

type PolicyPlan = Pick<Plan, "work" | "changes" | "policy" | "taken" | "grants">;

/** Those that the write of the policy makes. */
export function policyChangesOf({ changes }: Pick<Plan, "changes">): readonly Change[] {
  return changes.filter(({ kind }) => kind !== "normalization");
}

/** What is recorded of the write before it is made; `undefined` where there is none. */
export function policyToWrite(plan: PolicyPlan): PolicyToWrite | undefined {
  if (plan.policy.kind === "keep") return undefined;
  const { role, region } = plan.work;
  return { role, region, taken: plan.taken, wrote: wroteBy(policyChangesOf(plan), plan.grants) };
}

/** The write alone, whose changes are recorded as planned. Never throws. */
export async function tryPolicy(
  plan: PolicyPlan,
  roles: Writes["roles"],
  again: boolean,
): Promise<PolicyOutcome> {
  const changes = policyChangesOf(plan);
  const write = await attempt(() => writePolicy(plan.policy, roles), again);
  switch (write.kind) {
    case "done":
      return { ...nothing, isWritten: true, applied: changes };
    case "refused": {
      const { refusal, words } = write;
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

/** What is recorded together with the write of a policy. */
interface BesideIt {
  /** Grants of a crash, which the policy keeps until a listing. */
  readonly waiting: readonly Grants[];
  /** Changes of projects that were made, and planned ones that were not and leave no record. */
  readonly made: readonly Change[];
  readonly unmade: readonly Change[];
}

/**
 * Saves the grants, and records their changes as applied. `plan` takes a secret that only one of policy and ledger has for unfinished: so
 * a retry repeats what a crash left undone, wherever it was. A write that AWS refuses leaves no record: its finding says it, once for as
 * long as it stays. @throws what the ledger throws
 */
export async function recordPolicy(
  plan: PolicyPlan,
  { isWritten, applied, failed }: PolicyOutcome,
  { ledger, clock }: Pick<Writes, "ledger" | "clock">,
  { waiting, made, unmade }: BesideIt = { waiting: [], made: [], unmade: [] },
): Promise<void> {
  const { role, region } = plan.work;
  const now = clock.now().toISOString();
  if (isWritten) {
    const grants = [...plan.grants, ...waiting.map(({ grant }) => grant)];
    await ledger.saveGrants(role, region, grants, now, [...applied, ...waiting, ...made]);
  } else {
    await ledger.applied(made, now);
  }
  await ledger.discarded([...failed.map(({ change }) => change), ...unmade]);
}

/** Recorded as planned, written, recorded as it came out. @throws what the ledger throws */
export async function applyPolicy(
  decided: PolicyPlan,
  writes: Pick<Writes, "ledger" | "clock" | "roles">,
): Promise<PolicyOutcome> {
  const ids = await recordPlanned(policyChangesOf(decided), writes, policyToWrite(decided));
  const plan = { ...decided, changes: decided.changes.map((change) => withId(change, ids)) };
  const outcome = await tryPolicy(plan, writes.roles, false);
  await recordPolicy(plan, outcome, writes);
  return outcome;
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

const nothing: PolicyOutcome = { isWritten: false, applied: [], failed: [], unsettled: [], errors: [] };

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
