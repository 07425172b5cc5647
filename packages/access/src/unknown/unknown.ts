/** The things that are not known, and the ways in which each may be. */
import type { Context } from "../condition/context.ts";
import type { Dependency } from "../types.ts";
import { keyCases } from "./key-cases.ts";
import type { Open } from "./matter.ts";
import type { ConditionKey, Test } from "./test.ts";

/** A layer, or keys that are compared with one another: what it is does not hang on any of the others. */
export interface UnknownPart {
  /** One for each key. */
  readonly dependencies: readonly Dependency[];
  /** Which of the open claims it has a say in. */
  readonly claims: readonly number[];
  readonly cases: readonly Case[];
}

/** One way in which it may be. */
export interface Case {
  /** For each of the claims: does it hold, as far as this is concerned? `undefined`: not known even then. */
  readonly holds: readonly (boolean | undefined)[];
  /** Which value each of the keys has, by number; none: any. */
  readonly values: readonly number[];
}

/** Unread layers, and grants in doubt. */
export function unknownLayers(open: readonly Open[]): readonly UnknownPart[] {
  const byThing = new Map<string, { dependency: Dependency; claims: number[] }>();
  for (const [index, { unread, doubt }] of open.entries()) {
    const of = unread ?? doubt;
    if (of === undefined) continue;
    const { layer, reason } = of;
    const thing = unread === undefined ? `doubt ${index}` : `${layer} ${unread.level} ${reason}`;
    const known = byThing.get(thing) ?? { dependency: { kind: "layer", layer, reason } as const, claims: [] };
    known.claims.push(index);
    byThing.set(thing, known);
  }
  return [...byThing.values()].map(({ dependency, claims }) => ({
    dependencies: [dependency],
    claims,
    // Of what a layer could say it says one thing, or nothing: what admits more does as well.
    cases: [-1, ...claims.keys()].map((said, number) => ({
      holds: claims.map((_, at) => at === said),
      values: [number],
    })),
  }));
}

/** Keys, those together that one test compares. */
export function unknownKeys(open: readonly Open[], context: Context): readonly UnknownPart[] {
  return connected(open).map(({ keys, tests }) => {
    const claims = [...tests.keys()];
    const { cases, isComplete } = keyCases(keys, [...tests.values()], context);
    return {
      dependencies: keys.map(({ name }) => ({ kind: "key", key: name }) as const),
      claims,
      cases: isComplete ? cases : [...cases, { holds: claims.map(() => undefined), values: [] }],
    };
  });
}

interface Together {
  readonly keys: readonly ConditionKey[];
  /** By claim. */
  readonly tests: ReadonlyMap<number, readonly Test[]>;
}

function connected(open: readonly Open[]): readonly Together[] {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader)) {
      leader = next;
    }
    return leader;
  };
  const names = new Map<string, ConditionKey>();
  for (const test of open.flatMap(({ tests }) => tests)) {
    const [first] = test.keys;
    for (const each of test.keys) {
      if (!names.has(each.key)) names.set(each.key, each);
      if (!leaders.has(each.key)) leaders.set(each.key, each.key);
      if (first !== undefined) leaders.set(leaderOf(each.key), leaderOf(first.key));
    }
  }
  const together = new Map<string, { keys: ConditionKey[]; tests: Map<number, Test[]> }>();
  for (const each of names.values()) {
    const leader = leaderOf(each.key);
    const known = together.get(leader);
    if (known === undefined) together.set(leader, { keys: [each], tests: new Map() });
    else known.keys.push(each);
  }
  for (const [index, { tests }] of open.entries()) {
    for (const test of tests) {
      const of = together.get(leaderOf(test.keys[0]?.key ?? ""));
      if (of === undefined) continue;
      const known = of.tests.get(index);
      if (known === undefined) of.tests.set(index, [test]);
      else known.push(test);
    }
  }
  return [...together.values()];
}
