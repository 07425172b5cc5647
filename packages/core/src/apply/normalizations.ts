/** The projects whose credential is rewritten: each on its own. */
import type { RefusedWrite } from "../diagnose/limits.ts";
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

/** A normalization is recorded as planned only now: one whose grant failed was never begun, and leaves no record. */
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
  for (const { change, seen, environment } of updates) {
    await ledger.planned([change], now());
    const write = await attempt(() => updateUnchanged(seen, environment, projects), again);
    if (write.kind === "unsettled") {
      errors.push(write.error);
    } else if (write.kind === "refused") {
      await ledger.overtaken([change]);
      refused.set(change.project, { refusal: write.refusal, words: write.words });
      failed.push({ change, error: write.words });
    } else if (write.result === "changed") {
      await ledger.overtaken([change]);
      superseded.push(change);
    } else {
      await ledger.applied([change], now());
      applied.push(change);
    }
  }
  return { applied, failed, superseded, errors, refused };
}
