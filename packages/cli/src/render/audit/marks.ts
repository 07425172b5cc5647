/** How a verdict looks in a terminal. */
import type { SharedCause } from "@pullpass/audit";
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

/** Of a cause: one character. */
export function markOf(
  { verdict, severity }: Pick<SharedCause, "verdict" | "severity">,
  paint: Paint,
): string {
  if (verdict === "fails" || verdict === "unknown") {
    const { text, colour } = verdictMarks[verdict];
    return paint(colour, text.slice(0, 1));
  }
  return paint(severity === "high" ? "red" : "yellow", "!");
}

/** What needs somebody first. */
export const verdictsInOrder: readonly PullVerdict[] = [
  "fails",
  "unknown",
  "no-registry",
  "anonymous",
  "pulls",
];
