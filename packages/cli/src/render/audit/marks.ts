/** How a verdict looks in a terminal. */
import type { PullVerdict } from "@pullpass/core";
import type { Paint } from "../palette.ts";

export const verdictMarks = {
  fails: { text: "✘ fails", words: ["cannot pull", "cannot pull"], colour: "red" },
  unknown: { text: "? unknown", words: ["unknown", "unknown"], colour: "yellow" },
  anonymous: {
    text: "· no login",
    words: ["pulls without a credential", "pull without a credential"],
    colour: "dim",
  },
  pulls: { text: "✔ pulls", words: ["can pull", "can pull"], colour: "green" },
  "no-registry": { text: "· other", words: ["needs no registry", "need no registry"], colour: "dim" },
} as const satisfies Record<
  PullVerdict,
  { text: string; words: readonly [one: string, many: string]; colour: Parameters<Paint>[0] }
>;

/** What needs somebody first. */
export const verdictsInOrder: readonly PullVerdict[] = [
  "fails",
  "unknown",
  "no-registry",
  "anonymous",
  "pulls",
];
