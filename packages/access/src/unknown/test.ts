/** What a statement demands of keys whose values are not known. */
import type { Lookup } from "../condition/context.ts";
import type { Pattern } from "../match/pattern.ts";

export interface Test {
  /** The unknown keys that decide it. */
  readonly keys: readonly ConditionKey[];
  readonly holds: (lookup: Lookup) => boolean;
  readonly tells: Telling;
  /** It looks at all the values of a key that can have many. */
  readonly isOverSet: boolean;
  /** The keys have values, whatever the context says. */
  readonly isPresent?: true;
}

export interface ConditionKey {
  /** In lower case. */
  readonly key: string;
  /** As the policy writes it. */
  readonly name: string;
}

/** What a test tells apart: two values that differ in none of it are alike to the test. */
export type Telling =
  /** Whether there is a value. */
  | { readonly kind: "presence" }
  /** Which of the patterns the value matches. */
  | { readonly kind: "text"; readonly patterns: readonly TextPattern[] }
  /** How the value compares with these. */
  | { readonly kind: "number" | "date" | "bytes" | "address"; readonly values: readonly string[] }
  /** How the values of several keys compare with one another, and with these; `isExact`: whether each is the same. */
  | { readonly kind: "several"; readonly texts: readonly string[]; readonly isExact: boolean };

export interface TextPattern {
  readonly pattern: Pattern;
  /** Then the pattern is in lower case. */
  readonly ignoresCase: boolean;
}
