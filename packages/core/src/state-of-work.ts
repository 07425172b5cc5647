/** work → whether anything is to be done; writes nothing */

import { subjectsOf } from "./apply/findings.ts";
import { isAtRest, isNothingToDo, type Recorded } from "./apply/nothing-to-do.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import { AwsFailure } from "./errors.ts";
import type { Settings } from "./model/settings.ts";
import type { Work } from "./model/work.ts";
import { observe } from "./observe/observe.ts";
import type { Plan } from "./plan/decided.ts";
import { plan } from "./plan/plan.ts";
import type { Ledger, Reads } from "./ports.ts";

/** `unknown`: AWS did not answer, and may soon. */
export type StateOfWork = "at rest" | "to do" | "unknown";

export type StatePorts = Reads & {
  readonly ledger: Pick<Ledger, "openFindings" | "unsettled" | "settledAt">;
};

/** Looks at all of the work, as whoever does it will again. */
export async function stateOfWork(work: Work, ports: StatePorts, settings: Settings): Promise<StateOfWork> {
  try {
    const decided = plan(diagnose(await observe(work, ports, settings), settings), settings);
    if (decided.unread.some(({ refusal }) => refusal === undefined)) return "unknown";
    if (decided.mode !== "plan" && !isAtRest(decided)) return "to do";
    return isNothingToDo(decided, await recordedOf(decided, ports)) ? "at rest" : "to do";
  } catch (error) {
    if (error instanceof AwsFailure) return "unknown";
    throw error;
  }
}

async function recordedOf(decided: Plan, { ledger }: StatePorts): Promise<Recorded> {
  const { work, mode } = decided;
  const openFindings = await ledger.openFindings(work.region, subjectsOf(decided));
  if (mode !== "plan") return { openFindings, openChanges: await ledger.unsettled(work.role, work.region) };
  const proposed = await ledger.settledAt(decided.changes);
  return {
    openFindings,
    openChanges: decided.changes.flatMap((change) =>
      proposed.has(change.id) ? [{ change, state: "proposed" }] : [],
    ),
  };
}
