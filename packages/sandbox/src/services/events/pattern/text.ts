import type { Scalar } from "./scalars.ts";

export type Affix = "prefix" | "suffix";

/** Does the text begin, or end, so? */
export function hasAffix(kind: Affix, text: string): (value: Scalar) => boolean {
  if (kind === "prefix") return (value) => typeof value === "string" && value.startsWith(text);
  return (value) => typeof value === "string" && value.endsWith(text);
}

/** For comparing without regard to case. */
export function foldCase(text: string): string {
  return text.toLowerCase();
}
