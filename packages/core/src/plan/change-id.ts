/** The identity of a change. */
import { createHash } from "node:crypto";
import type { Snapshot } from "../observe/snapshot.ts";

/**
 * The same for the same change planned again by a retry of the same work; another when the change is made again
 * later, for another cause. `from` is the state in the ledger that the change starts from. A proposal is the same
 * whatever caused it, so that it is announced once and not with each sweep.
 */
export function changeId(
  { work }: Snapshot,
  mode: "apply" | "plan",
  parts: { readonly kind: string; readonly from: unknown; readonly to: unknown },
): string {
  const causes = mode === "plan" ? [] : [...new Set(work.causes.map((cause) => cause.id))].sort();
  const identity = JSON.stringify([parts.kind, work.role, work.region, parts.from, parts.to, mode, causes]);
  return hash(identity);
}

/** Of starting that build again: one for all times, so that it happens once at most. */
export function retryId(
  { work }: Snapshot,
  mode: "apply" | "plan",
  { project, build }: { readonly project: string; readonly build: string },
): string {
  return hash(JSON.stringify(["retry", work.role, work.region, project, build, mode]));
}

/** Of the same change made once more, after it was settled at that time. */
export function nextChangeId(id: string, settledAt: string): string {
  return hash(JSON.stringify([id, settledAt]));
}

function hash(identity: string): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}
