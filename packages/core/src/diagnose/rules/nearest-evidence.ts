import type { SecretLookup } from "../../observe/snapshot.ts";

/** The secrets that a reference to none likely means: for a person to see the slip. */
export function nearestEvidence(
  lookup: SecretLookup | undefined,
): readonly (readonly [label: string, value: string])[] {
  if (lookup?.kind !== "not-found" || lookup.nearest === undefined) return [];
  return [["nearest that exists", lookup.nearest.join(", ")]];
}
