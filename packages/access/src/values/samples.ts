/** Values that stand for all that a key may have. */
import { documentedKind } from "../condition/known-keys.ts";
import type { ConditionKey, Telling, Test } from "../unknown/test.ts";
import { addressSamples } from "./addresses.ts";
import { bytesSamples } from "./bytes.ts";
import { dateSamples, numberSamples } from "./numbers.ts";
import { textSamples, unmentioned } from "./texts.ts";

export interface Samples {
  readonly texts: readonly string[];
  /** To the tests, every value is like one of these. */
  readonly isComplete: boolean;
}

/** Of one key, whose value begins so. */
export function samplesOf(key: string, tests: readonly Test[], beginning: string): Samples {
  const tellings = tests.map(({ tells }) => tells);
  const kind = documentedKind(key);
  if (kind === "truth") {
    const truths = ["true", "false"].filter((text) => text.startsWith(beginning));
    if (truths.length > 0) return { texts: truths, isComplete: true };
  }
  const patterns = tellings.flatMap((tells) => (tells.kind === "text" ? tells.patterns : []));
  const compared = kindsOf(tellings);
  const parts = compared.map((each) => comparedSamples(each, tellings, each === kind));
  // Alone, they need no text beside them.
  const withTexts = patterns.length > 0 || compared.length === 0;
  if (withTexts) parts.push(textSamples(patterns, beginning));
  const texts = parts.flatMap((part) => part.texts).filter((text) => text.startsWith(beginning));
  const isComplete =
    parts.length === 1 && parts.every((part) => part.isComplete) && (withTexts || beginning === "");
  return { texts: texts.length > 0 ? texts : [beginning], isComplete: isComplete && texts.length > 0 };
}

/**
 * Of keys that are compared with one another: every text that a test knows, and for each key one that is like no other.
 * If all that is asked is whether texts are the same, this is all there is.
 */
export function sharedSamples(
  keys: readonly ConditionKey[],
  tests: readonly Test[],
  beginnings: readonly (string | undefined)[],
): Samples {
  const tellings = tests.map(({ tells }) => tells);
  const known = new Set(tellings.flatMap((tells) => (tells.kind === "several" ? tells.texts : [])));
  const patterns = tellings.flatMap((tells) => (tells.kind === "text" ? tells.patterns : []));
  for (const text of textSamples(patterns, "").texts) known.add(text);
  const letter = unmentioned([...known].join(""));
  const starts = new Set(beginnings.map((beginning) => beginning ?? ""));
  const fresh = [...starts].flatMap((start) => keys.map((_, at) => start + letter.repeat(at + 1)));
  const isExact = tellings.every((tells) => {
    if (tells.kind === "several") return tells.isExact;
    if (tells.kind !== "text") return tells.kind === "presence";
    return tells.patterns.every(({ pattern, ignoresCase }) => pattern.rest.length === 0 && !ignoresCase);
  });
  const isTyped = keys.some(({ key }) => documentedKind(key) !== undefined);
  return { texts: [...known, ...fresh], isComplete: isExact && !isTyped };
}

type Compared = Extract<Telling, { readonly values: readonly string[] }>["kind"];

function kindsOf(tellings: readonly Telling[]): readonly Compared[] {
  return [...new Set(tellings.flatMap((tells) => ("values" in tells ? [tells.kind] : [])))];
}

function comparedSamples(kind: Compared, tellings: readonly Telling[], isDocumented: boolean): Samples {
  const values = tellings.flatMap((tells) => (tells.kind === kind && "values" in tells ? tells.values : []));
  const { texts, isComplete } = sampled[kind](values);
  return { texts: isDocumented ? texts : [...texts, ofNoKind], isComplete };
}

const sampled = {
  number: numberSamples,
  date: dateSamples,
  bytes: bytesSamples,
  address: addressSamples,
} as const;

/** No number, no date, no address. */
const ofNoKind = "-";
