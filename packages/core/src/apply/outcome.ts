/** What came of a plan. */
import type { Change } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";

export interface Outcome {
  readonly applied: readonly Change[];
  readonly failed: readonly FailedChange[];
  /** In `plan` mode: what would have been applied. */
  readonly proposed: readonly Change[];
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
