/** work → outcome */
import { apply } from "./apply/apply.ts";
import type { Outcome } from "./apply/outcome.ts";
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

/** Observes, plans, applies. @throws Incomplete, and what `observe` and `apply` throw */
export async function reconcile(work: Work, ports: Reads & Writes, settings: Settings): Promise<Reconciled> {
  const snapshot = await observe(work, ports, settings);
  const decided = plan(diagnose(snapshot, settings), settings);
  const outcome = await apply(decided, ports);
  if (decided.unknowns.length > 0) throw new Incomplete(work, decided.unknowns);
  return { plan: decided, outcome };
}
