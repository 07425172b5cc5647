/** Builds that are to be started again: recorded first, then asked for, so that a crash in between is made up for. */
import { grantCountsMs } from "../diagnose/failed-build.ts";
import type { Change } from "../model/change.ts";
import type { Work } from "../model/work.ts";
import type { Plan } from "../plan/decided.ts";
import type { Clock, Ledger, WorkQueue } from "../ports.ts";
import type { Outcome } from "./outcome.ts";

export interface RetryPorts {
  readonly ledger: Pick<Ledger, "settledAt" | "planned" | "failed" | "proposed">;
  readonly clock: Clock;
  /** The queue of work: one group a build, so that none waits for another or keeps a role waiting. */
  readonly later: WorkQueue;
}

/**
 * Once the fix is made. What is recorded as settled is never asked for again: a build is started again once at most, or, where it
 * is held back, that is told once. @throws what the ports throw: the retry of the work then finds the record, and asks again
 */
export async function askForRetries(
  { retries, mode, work }: Plan,
  { failed, superseded }: Outcome,
  { ledger, clock, later }: RetryPorts,
): Promise<readonly Change[]> {
  if (failed.length + superseded.length > 0) return [];
  const settled = await ledger.settledAt(retries.map(({ change }) => change));
  const open = retries.filter(({ change }) => !settled.has(change.id));
  const asked: Change[] = [];
  for (const { change, heldBack } of open) {
    const now = clock.now();
    if (mode === "plan") {
      if (heldBack === undefined) await ledger.proposed([change], now.toISOString());
    } else if (heldBack !== undefined) {
      await ledger.failed(change, heldBack, now.toISOString());
    } else {
      const { project, build } = change;
      await ledger.planned([change], now.toISOString());
      const notBefore = new Date(now.getTime() + grantCountsMs).toISOString();
      await later.send([{ ...workOf(work, project), retry: { project, build, notBefore } }]);
      asked.push(change);
    }
  }
  return asked;
}

function workOf({ role, account, region, causes }: Work, project: string): Work {
  return { role, account, region, causes, projects: [project], listing: undefined };
}
