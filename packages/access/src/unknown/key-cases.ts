/** The ways in which unknown keys may be, as far as the tests tell them apart. */
import type { Context, ContextValue, Lookup } from "../condition/context.ts";
import { documentedCount } from "../condition/known-keys.ts";
import { type Samples, samplesOf, sharedSamples } from "../values/samples.ts";
import type { ConditionKey, Test } from "./test.ts";
import type { Case } from "./unknown.ts";

interface Cases {
  readonly cases: readonly Case[];
  /** There is none beside these. */
  readonly isComplete: boolean;
}

type Value = ContextValue | undefined;

/** More than these are not looked at: then the cases are not complete. */
const listsMax = 128;
const casesMax = 1_024;
const keysMax = 5;
/** So many tests are made of lists, and so many of cases. */
const trialsMax = 50_000;

/** `tests` by claim, all of which must hold for it. */
export function keyCases(
  keys: readonly ConditionKey[],
  tests: readonly (readonly Test[])[],
  context: Context,
): Cases {
  if (keys.length > keysMax) return { cases: [], isComplete: false };
  const all = tests.flat();
  const [only] = keys;
  const isAlone = keys.length === 1 && all.every(({ tells }) => tells.kind !== "several");
  const valuesOf =
    only !== undefined && isAlone
      ? [valuesOfOne(only.key, all, context)]
      : valuesOfSeveral(keys, all, context);
  const isComplete = valuesOf.every((values) => values.isComplete);
  return casesOf(
    keys,
    valuesOf.map(({ values }) => values),
    isComplete,
    tests,
    context,
  );
}

interface Values {
  readonly values: readonly Value[];
  readonly isComplete: boolean;
}

function valuesOfOne(key: string, tests: readonly Test[], context: Context): Values {
  const beginning = beginningOf(key, tests, context);
  return withLists(key, samplesOf(key, tests, beginning ?? ""), beginning !== undefined, tests, context);
}

/** The value of a session is there, whatever the context says. */
function beginningOf(key: string, tests: readonly Test[], context: Context): string | undefined {
  return context.beginning(key) ?? (tests.some(({ isPresent }) => isPresent) ? "" : undefined);
}

function withLists(
  key: string,
  samples: Samples,
  isPresent: boolean,
  tests: readonly Test[],
  context: Context,
): Values {
  const counted = documentedCount(key);
  const isList = counted === "many" || (counted === undefined && tests.some(({ isOverSet }) => isOverSet));
  const single = counted === "many" ? [] : samples.texts.map((text) => ({ many: false, values: [text] }));
  const lists = isList ? listsOf(key, samples, isPresent, tests, context) : { values: [], isComplete: true };
  return {
    values: [...(isPresent ? [] : [undefined]), ...single, ...lists.values],
    isComplete: samples.isComplete && lists.isComplete,
  };
}

/**
 * To every test over a list the list is as the sum of its values. So lists that all tests take alike need not both
 * grow: one value after the other is added, until nothing new comes of it.
 */
function listsOf(
  key: string,
  { texts }: Samples,
  isPresent: boolean,
  tests: readonly Test[],
  context: Context,
): Values {
  const found = new Map<string, ContextValue>();
  let trials = 0;
  const isTooMuch = () => found.size > listsMax || trials > trialsMax;
  const add = (values: readonly string[]): readonly string[] | undefined => {
    if (isTooMuch()) return undefined;
    trials += tests.length;
    const value = { many: true, values };
    const lookup = overlay(context, new Map([[key, value]]));
    const outcome = tests.map((test) => (test.holds(lookup) ? "1" : "0")).join("");
    if (found.has(outcome)) return undefined;
    found.set(outcome, value);
    return values;
  };
  let growing = texts.flatMap((text) => {
    const added = add([text]);
    return added === undefined ? [] : [added];
  });
  while (growing.length > 0) {
    growing = growing.flatMap((values) =>
      texts.flatMap((text) => {
        const added = add([...values, text]);
        return added === undefined ? [] : [added];
      }),
    );
  }
  const empty = { many: true, values: [] };
  return { values: [...(isPresent ? [] : [empty]), ...found.values()], isComplete: !isTooMuch() };
}

/** Every key may have the value of another, and every value that a test knows. */
function valuesOfSeveral(
  keys: readonly ConditionKey[],
  tests: readonly Test[],
  context: Context,
): readonly Values[] {
  const beginnings = keys.map(({ key }) => beginningOf(key, tests, context));
  const shared = sharedSamples(keys, tests, beginnings);
  const isList =
    keys.some(({ key }) => documentedCount(key) === "many") || tests.some((test) => test.isOverSet);
  // As many of each as there can be together.
  const most = Math.max(2, Math.floor(casesMax ** (1 / keys.length)));
  return keys.map((_, at) => {
    const beginning = beginnings[at];
    const fitting = shared.texts.filter((text) => text.startsWith(beginning ?? ""));
    const values = [
      ...(beginning === undefined ? [undefined] : []),
      ...fitting.map((text) => ({ many: false, values: [text] })),
    ];
    return {
      values: values.slice(0, most),
      isComplete: shared.isComplete && !isList && values.length <= most,
    };
  });
}

function casesOf(
  keys: readonly ConditionKey[],
  valuesOf: readonly (readonly Value[])[],
  isComplete: boolean,
  tests: readonly (readonly Test[])[],
  context: Context,
): Cases {
  const cases: Case[] = [];
  const seen = new Set<string>();
  let trials = 0;
  for (const values of product(valuesOf.map((list) => list.length))) {
    if (cases.length >= casesMax || trials > trialsMax) return { cases, isComplete: false };
    trials += tests.length;
    const assigned = new Map(keys.map(({ key }, at) => [key, valuesOf[at]?.[values[at] ?? 0]]));
    const lookup = overlay(context, assigned);
    const holds = tests.map((all) => all.every((test) => test.holds(lookup)));
    const outcome = holds.map(Number).join("");
    // Of several keys, those cases count as well that differ in one key alone.
    if (keys.length === 1 && seen.has(outcome)) continue;
    seen.add(outcome);
    cases.push({ holds, values });
  }
  return { cases, isComplete };
}

function overlay(context: Context, assigned: ReadonlyMap<string, Value>): Lookup {
  return (key) => (assigned.has(key) ? assigned.get(key) : context.lookup(key));
}

/** One number below each of the sizes, in every combination. */
function* product(sizes: readonly number[]): Iterable<readonly number[]> {
  const [first, ...rest] = sizes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const others of product(rest)) for (let at = 0; at < first; at += 1) yield [at, ...others];
}
