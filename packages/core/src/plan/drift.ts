/**
 * Is something undoing what pullpass writes into a project, again and again? A loop takes seconds to minutes: pullpass writes,
 * and something that watches the project puts the old value back. A deployment that somebody starts, each night or each week,
 * is none, and gets its credential each time.
 */
import type { SecretArn } from "../model/arn.ts";
import { type DriftRounds, loopMs } from "../model/change.ts";
import { isMadeAnew } from "../model/made-anew.ts";
import type { Project } from "../model/project.ts";

export type Drift =
  /** `round` is what another normalization would be. */
  | { readonly kind: "none"; readonly round: number }
  /** It was undone so often that pullpass waits until the project is left alone. */
  | { readonly kind: "loop" }
  /** After a loop the project was left alone: one more try, or the first minutes of it. */
  | { readonly kind: "trial"; readonly round: number };

export interface DriftInputs {
  readonly project: Pick<Project, "created" | "lastModified">;
  readonly wanted: SecretArn;
  /** Does the project have it? */
  readonly stands: boolean;
  readonly last: DriftRounds | undefined;
  readonly takenAt: string;
}

/** By what the ledger and the project's own times tell; a project that was made anew has no past. */
export function driftOf({ project, wanted, stands, last, takenAt }: DriftInputs): Drift {
  if (last?.at === undefined || last.credential !== wanted) return noDrift;
  const { lastModified = takenAt } = project;
  if (isMadeAnew(project.created, { created: last.created, at: last.at })) return noDrift;
  const isLoop = last.rounds >= roundsMax;
  const round = last.rounds + 1;
  const stoodMs = between(last.at, stands ? takenAt : lastModified);
  if (stands) return last.rounds > roundsMax && stoodMs <= loopMs ? { kind: "trial", round } : noDrift;
  if (stoodMs > (isLoop ? forgottenMs : loopMs)) return noDrift;
  if (!isLoop) return { kind: "none", round };
  return between(lastModified, takenAt) < restMs(last.rounds) ? { kind: "loop" } : { kind: "trial", round };
}

const noDrift: Drift = { kind: "none", round: 1 };

/** After so many rounds running pullpass stops, and opens `iac-drift`. */
const roundsMax = 3;

/** What stood for so long after a loop was undone by something else. */
const forgottenMs = 12 * 60 * 60_000;

/** How long the project must be left alone before the next try: longer after each that was undone, half a day at most. */
function restMs(rounds: number): number {
  return Math.min(loopMs * 4 ** (rounds - roundsMax), forgottenMs);
}

function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
