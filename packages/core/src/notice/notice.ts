/** The message about a change, or about a finding that opened, changed or closed. */
import type { Change } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { Cause } from "../model/trigger.ts";

export type Notice =
  | {
      readonly kind: "change";
      readonly state: "applied" | "failed" | "proposed";
      readonly change: Change;
      readonly at: string;
      readonly error: string | undefined;
    }
  | {
      readonly kind: "finding";
      readonly state: "opened" | "changed" | "closed";
      readonly finding: Finding;
      readonly at: string;
      /** The events that made pullpass look; absent in records of older versions. */
      readonly causes?: readonly Cause[];
      /** ISO 8601. */
      readonly openedAt?: string;
      /** ISO 8601: it is told once more, because it was muted until then. */
      readonly mutedUntil?: string;
    };

type FindingNotice = Extract<Notice, { kind: "finding" }>;

/** Without events it is as one of an older version. */
export function findingNotice(
  state: FindingNotice["state"],
  finding: Finding,
  at: string,
  causes: readonly Cause[],
): FindingNotice {
  return { kind: "finding", state, finding, at, ...(causes.length > 0 && { causes }) };
}
