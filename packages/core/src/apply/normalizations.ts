/** The projects whose credential is rewritten: each on its own. */
import type { RefusedWrite } from "../diagnose/limits.ts";
import { inParallel } from "../in-parallel.ts";
import type { Change, Normalizes } from "../model/change.ts";
import type { ProjectUpdate } from "../plan/decided.ts";
import type { Writes } from "../ports.ts";
import { attempt } from "./attempt.ts";
import { recordPlanned, updatesWithIds } from "./made-again.ts";
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
 * One part after the other: recorded as planned together, written, recorded as they came out. Where the ledger fails no more is begun,
 * and nothing is written once this has ended. @throws what the ledger throws
 */
export async function applyNormalizations(
  updates: readonly ProjectUpdate[],
  writes: Pick<Writes, "ledger" | "clock" | "projects">,
  again: boolean,
): Promise<NormalizationsOutcome> {
  const { ledger, clock } = writes;
  const outcomes: NormalizationsOutcome[] = [];
  let left = updates;
  while (left.length > 0) {
    const { part, rest } = firstUpdates(left);
    const ids = await recordPlanned(changesOf(part), writes);
    const outcome = await tryUpdates(updatesWithIds(part, ids), writes.projects, again);
    await ledger.applied(outcome.applied, clock.now().toISOString());
    await ledger.discarded(unmadeOf(outcome));
    outcomes.push(outcome);
    left = rest;
  }
  return allOf(outcomes);
}

/** As many as are recorded together, and the others. */
export function firstUpdates(updates: readonly ProjectUpdate[]): {
  readonly part: readonly ProjectUpdate[];
  readonly rest: readonly ProjectUpdate[];
} {
  return { part: updates.slice(0, updatesPerRecord), rest: updates.slice(updatesPerRecord) };
}

/** Writes several projects at a time, each on its own. Their changes are recorded as planned. Never throws. */
export async function tryUpdates(
  updates: readonly ProjectUpdate[],
  projects: Writes["projects"],
  again: boolean,
): Promise<NormalizationsOutcome> {
  const tried = await inParallel(updates, updatesAtOnce, async ({ change, seen, environment }) => ({
    change,
    write: await attempt(() => updateUnchanged(seen, environment, projects), again),
  }));
  const applied: Normalizes[] = [];
  const failed: FailedChange[] = [];
  const superseded: Normalizes[] = [];
  const errors: unknown[] = [];
  const refused = new Map<string, RefusedWrite>();
  for (const { change, write } of tried) {
    if (write.kind === "unsettled") {
      errors.push(write.error);
    } else if (write.kind === "refused") {
      refused.set(change.project, { refusal: write.refusal, words: write.words });
      failed.push({ change, error: write.words });
    } else if (write.result === "changed") {
      superseded.push(change);
    } else {
      applied.push(change);
    }
  }
  return { applied, failed, superseded, errors, refused };
}

/** Planned, not made, and without a record in the end. */
export function unmadeOf({ failed, superseded }: NormalizationsOutcome): readonly Change[] {
  return [...failed.map(({ change }) => change), ...superseded];
}

export function allOf(outcomes: readonly NormalizationsOutcome[]): NormalizationsOutcome {
  return {
    applied: outcomes.flatMap(({ applied }) => applied),
    failed: outcomes.flatMap(({ failed }) => failed),
    superseded: outcomes.flatMap(({ superseded }) => superseded),
    errors: outcomes.flatMap(({ errors }) => errors),
    refused: new Map(outcomes.flatMap(({ refused }) => [...refused])),
  };
}

/** Recorded in two calls. A crash leaves so many planned: those that were not made are made by the retry, or end as failed. */
const updatesPerRecord = 24;

export function changesOf(updates: readonly ProjectUpdate[]): readonly Normalizes[] {
  return updates.map(({ change }) => change);
}

/** CodeBuild's rates are not published; unverified: calls at rising rates until AWS refuses would settle how many it takes. */
const updatesAtOnce = 8;
