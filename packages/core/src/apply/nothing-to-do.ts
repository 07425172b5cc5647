/** Whether carrying a plan out would change nothing, neither in the account nor in the ledger. */
import { withoutSince } from "../model/change.ts";
import type { Plan } from "../plan/decided.ts";
import type { OpenFinding, RecordedChange } from "../ports.ts";
import { findingsOutcome } from "./findings.ts";

/** What the ledger has of the plan's role and of its subjects. */
export interface Recorded {
  readonly openFindings: readonly OpenFinding[];
  /** Planned or proposed. */
  readonly openChanges: readonly Pick<RecordedChange, "change" | "state">[];
}

/** What is not known, and may be known soon, is something to do: it is to be looked at again. */
export function isNothingToDo(plan: Plan, { openFindings, openChanges }: Recorded): boolean {
  if (plan.unread.some(({ refusal }) => refusal === undefined)) return false;
  const { opened, changed, closed } = findingsOutcome(plan, openFindings);
  if (opened.length + changed.length + closed.length > 0) return false;
  if (plan.mode === "plan") return isProposed(plan, openChanges);
  return isAtRest(plan) && openChanges.every(({ state }) => state !== "planned");
}

/** Is there nothing to change in the account, and of the grants nothing to record? */
export function isAtRest({ changes, policy, grants, before }: Plan): boolean {
  return (
    changes.length === 0 &&
    policy.kind === "keep" &&
    grantsText(grants) === grantsText(before.snapshot.grants)
  );
}

function isProposed({ changes }: Plan, recorded: Recorded["openChanges"]): boolean {
  const proposed = new Set(recorded.map(({ change }) => change.id));
  return changes.every(({ id }) => proposed.has(id));
}

function grantsText(grants: Plan["grants"]): string {
  const texts = grants.map((grant) => JSON.stringify(withoutSince(grant)));
  return JSON.stringify(texts.sort());
}
