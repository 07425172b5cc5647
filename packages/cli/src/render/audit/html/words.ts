/** What the page calls things. */
import type { PullVerdict } from "@pullpass/core";

/** What needs somebody first. */
export const verdictOrder = [
  "fails",
  "unknown",
  "anonymous",
  "pulls",
  "no-registry",
] as const satisfies readonly PullVerdict[];

export const verdictWords = {
  fails: { mark: "✘", label: "cannot pull" },
  unknown: { mark: "?", label: "unknown" },
  anonymous: { mark: "○", label: "no credential" },
  pulls: { mark: "✔", label: "can pull" },
  "no-registry": { mark: "–", label: "needs no registry" },
} as const satisfies Record<PullVerdict, { readonly mark: string; readonly label: string }>;

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
