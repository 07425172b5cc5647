/** work → outcome */
import { apply } from "./apply/apply.ts";
import { type Outcome, supersededReason, together } from "./apply/outcome.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import type { Settings } from "./model/settings.ts";
import type { Work } from "./model/work.ts";
import { observe } from "./observe/observe.ts";
import type { Plan } from "./plan/decided.ts";
import { plan } from "./plan/plan.ts";
import type { Reads, Writes } from "./ports.ts";

/** What was decided, and what came of it. */
export interface Reconciled {
  readonly plan: Plan;
  readonly outcome: Outcome;
}

/** What is certain was applied; the rest could not be known, so the work is to be tried again. */
export class Incomplete extends Error {
  readonly unknowns: readonly string[];

  constructor(work: Work, unknowns: readonly string[]) {
    super(`${work.role} in ${work.region} was brought only part of the way: ${unknowns.join("; ")}`);
    this.name = "Incomplete";
    this.unknowns = unknowns;
  }
}

/**
 * Observes, plans, applies; anew while others change the projects between the look and the write.
 * @throws Incomplete, and what `observe` and `apply` throw
 */
export async function reconcile(work: Work, ports: Reads & Writes, settings: Settings): Promise<Reconciled> {
  const outcomes: Outcome[] = [];
  for (;;) {
    const snapshot = await observe(work, ports, settings);
    const decided = plan(diagnose(snapshot, settings), settings);
    const outcome = await apply(decided, ports);
    outcomes.push(outcome);
    if (outcome.superseded.length > 0 && outcomes.length < looksMax) continue;
    const open = [...decided.unknowns, ...outcome.superseded.map(supersededReason)];
    if (open.length > 0) throw new Incomplete(work, open);
    return { plan: decided, outcome: together(outcomes) };
  }
}

/** Then the queue tries again, a while later. */
const looksMax = 3;
