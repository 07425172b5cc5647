/** The projects whose credential is rewritten: each on its own. */
import type { RefusedWrite } from "../diagnose/limits.ts";
import { inParallel } from "../in-parallel.ts";
import type { Normalizes } from "../model/change.ts";
import type { ProjectUpdate } from "../plan/decided.ts";
import type { Writes } from "../ports.ts";
import { attempt } from "./attempt.ts";
import type { FailedChange } from "./outcome.ts";
import { updateUnchanged } from "./update-project.ts";

export interface NormalizationsOutcome {
  readonly applied: readonly Normalizes[];
  readonly failed: readonly FailedChange[];
  /** Somebody changed the project since it was looked at: not made, and without a record. */
  readonly superseded: readonly Normalizes[];
  readonly errors: readonly unknown[];
  /** By project. */
  readonly refused: ReadonlyMap<string, RefusedWrite>;
}

/**
 * A normalization is recorded as planned only now: one whose grant failed was never begun, and leaves no record. Several projects
 * are written at a time, and recorded together. Where the ledger fails no more is begun, and nothing is written once this has ended.
 * @throws what the ledger throws
 */
export async function applyNormalizations(
  updates: readonly ProjectUpdate[],
  { ledger, projects, clock }: Writes,
  again: boolean,
): Promise<NormalizationsOutcome> {
  const now = () => clock.now().toISOString();
  const applied: Normalizes[] = [];
  const failed: FailedChange[] = [];
  const superseded: Normalizes[] = [];
  const errors: unknown[] = [];
  const refused = new Map<string, RefusedWrite>();
  for (let at = 0; at < updates.length; at += updatesPerRecord) {
    const batch = updates.slice(at, at + updatesPerRecord);
    await ledger.planned(changesOf(batch), now());
    const tried = await inParallel(batch, updatesAtOnce, async ({ change, seen, environment }) => ({
      change,
      write: await attempt(() => updateUnchanged(seen, environment, projects), again),
    }));
    const made: Normalizes[] = [];
    const unmade: Normalizes[] = [];
    for (const { change, write } of tried) {
      if (write.kind === "unsettled") {
        errors.push(write.error);
      } else if (write.kind === "refused") {
        refused.set(change.project, { refusal: write.refusal, words: write.words });
        failed.push({ change, error: write.words });
        unmade.push(change);
      } else if (write.result === "changed") {
        superseded.push(change);
        unmade.push(change);
      } else {
        made.push(change);
      }
    }
    await ledger.applied(made, now());
    await ledger.discarded(unmade);
    applied.push(...made);
  }
  return { applied, failed, superseded, errors, refused };
}

/** Recorded in two calls. A crash leaves so many planned: those that were not made are made by the retry, or end as failed. */
const updatesPerRecord = 24;

function changesOf(updates: readonly ProjectUpdate[]): readonly Normalizes[] {
  return updates.map(({ change }) => change);
}

/** CodeBuild's rates are not published; unverified: calls at rising rates until AWS refuses would settle how many it takes. */
const updatesAtOnce = 8;
