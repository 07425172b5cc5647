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
 * are written at a time, so that a thousand of them take a while and not the function's whole time. Where the ledger fails no more
 * is begun, and what is under way ends first: nothing is written once this has ended. @throws what the ledger threw first
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
  const thrown: unknown[] = [];
  const normalize = async ({ change, seen, environment }: ProjectUpdate) => {
    await ledger.planned([change], now());
    const write = await attempt(() => updateUnchanged(seen, environment, projects), again);
    if (write.kind === "unsettled") {
      errors.push(write.error);
    } else if (write.kind === "refused") {
      await ledger.discarded([change]);
      refused.set(change.project, { refusal: write.refusal, words: write.words });
      failed.push({ change, error: write.words });
    } else if (write.result === "changed") {
      await ledger.discarded([change]);
      superseded.push(change);
    } else {
      await ledger.applied([change], now());
      applied.push(change);
    }
  };
  await inParallel(updates, updatesAtOnce, async (update) => {
    if (thrown.length > 0) return;
    await normalize(update).catch((error: unknown) => void thrown.push(error));
  });
  if (thrown.length > 0) throw thrown[0];
  return { applied, failed, superseded, errors, refused };
}

/** CodeBuild's rates are not published; unverified: calls at rising rates until AWS refuses would settle how many it takes. */
const updatesAtOnce = 8;
