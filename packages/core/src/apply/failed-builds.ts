/** Which builds a finding is open about is remembered, so that it is known when it closes; and which may be started again. */
import { wantsRetry } from "../model/retry.ts";
import type { Plan } from "../plan/decided.ts";
import type { Writes } from "../ports.ts";

/** Of projects that could not be looked at, nothing is forgotten. */
export async function rememberBuilds(
  { before, after, work }: Plan,
  { ledger, clock }: Writes,
): Promise<void> {
  for (const [name, { current, recorded, newest }] of before.snapshot.failedBuilds ?? []) {
    const judged = after.projects.get(name);
    if (judged === undefined) continue;
    const waiting = wantsRetry(judged.facts.project, before.settings) ? newest : undefined;
    const told = judged.toldByBuild ? current : waiting;
    if (told === undefined) {
      if (recorded !== undefined) await ledger.forgetFailedBuild(work.region, name);
    } else if (told.id !== recorded?.id) {
      await ledger.recordFailedBuild(work.region, told, clock.now().toISOString());
    }
  }
}
