/** What came of a plan. */
import type { Change, Normalizes } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";

export interface Outcome {
  readonly applied: readonly Change[];
  readonly failed: readonly FailedChange[];
  /** In `plan` mode: what would have been applied. */
  readonly proposed: readonly Change[];
  /** Not made, because somebody changed the project since it was looked at: it is to be looked at anew. */
  readonly superseded: readonly Normalizes[];
  readonly findings: FindingsOutcome;
}

/** A change that AWS refuses for good. */
export interface FailedChange {
  readonly change: Change;
  /** AWS's words. */
  readonly error: string;
}

export interface FindingsOutcome {
  readonly opened: readonly Finding[];
  readonly changed: readonly Finding[];
  readonly closed: readonly Finding[];
}

export const nothingDone: Outcome = {
  applied: [],
  failed: [],
  proposed: [],
  superseded: [],
  findings: { opened: [], changed: [], closed: [] },
};

export function supersededReason({ project }: Normalizes): string {
  return `Project ${project} was changed by someone else while pullpass looked at it, and is as they left it`;
}

/** Of several looks at the same work, one after the other; what the last one superseded. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return {
    applied: outcomes.flatMap(({ applied }) => applied),
    failed: outcomes.flatMap(({ failed }) => failed),
    proposed: outcomes.flatMap(({ proposed }) => proposed),
    superseded: outcomes.at(-1)?.superseded ?? [],
    findings: {
      opened: outcomes.flatMap(({ findings }) => findings.opened),
      changed: outcomes.flatMap(({ findings }) => findings.changed),
      closed: outcomes.flatMap(({ findings }) => findings.closed),
    },
  };
}
