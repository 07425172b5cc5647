/** What the page calls things. */
import type { SharedCause } from "@pullpass/audit";
import type { PullVerdict } from "@pullpass/core";

/** What needs somebody first. */
export const verdictOrder = [
  "fails",
  "unknown",
  "anonymous",
  "pulls",
  "no-registry",
] as const satisfies readonly PullVerdict[];

/** How a cause is coloured: its projects cannot pull, that is unknown, or they can, and something else is wrong. */
export type CauseKind = "fails" | "unknown" | "warning";

export const kindWords = {
  fails: { mark: "✘", label: "cannot pull" },
  unknown: { mark: "?", label: "unknown" },
  anonymous: { mark: "○", label: "no credential" },
  pulls: { mark: "✔", label: "can pull" },
  "no-registry": { mark: "–", label: "needs no registry" },
  warning: { mark: "!", label: "can pull, and has a finding" },
} as const satisfies Record<PullVerdict | CauseKind, { readonly mark: string; readonly label: string }>;

export function kindOf({ verdict }: Pick<SharedCause, "verdict">): CauseKind {
  return verdict === "fails" || verdict === "unknown" ? verdict : "warning";
}

/** Who acts. */
export function menderWords({ mender }: Pick<SharedCause, "mender">): string {
  if (mender === null) return "to be looked into";
  return mender === "pullpass" ? "pullpass can repair it" : `the ${mender} acts`;
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
