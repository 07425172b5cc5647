/**
 * What a file leaves open is decided when it is deployed. So a project is diagnosed in every world that the file allows,
 * and only what holds in all of them is said: a claim that hangs on what nobody knows is none.
 */

/** One thing that is open, and the ways it can be. */
interface Choice {
  readonly key: string;
  /** How many ways there are; the first is the one that the report shows. */
  readonly ways: number;
  /** What it hangs on, as a noun. */
  readonly reason: string;
  /** Not a way that things can be, but a question: what if nothing but the file decided? Nothing is claimed by it. */
  readonly isQuestion?: true;
}

/** Which way something is, in this world: the same for the same key. */
export type Choose = (choice: Choice) => number;

export interface World<Result> {
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly result: Result;
}

interface Chosen {
  readonly choice: Choice;
  readonly way: number;
  /** Of everything that goes the same way. */
  readonly reasons: Set<string>;
}

export interface Worlds<Result> {
  readonly all: readonly World<Result>[];
  /** Whether these are all: more than a few hundred are not looked at. */
  readonly isComplete: boolean;
}

const worldsMax = 256;

/** Runs once in every world, as the choices come up. The first world has the first way of everything. */
export async function inEveryWorld<Result>(
  run: (choose: Choose) => Promise<Result>,
): Promise<Worlds<Result>> {
  const all: World<Result>[] = [];
  const left: (readonly number[])[] = [[]];
  while (left.length > 0 && all.length < worldsMax) {
    const ways = left.shift() ?? [];
    const chosen = new Map<string, Chosen>();
    const result = await run((choice) => {
      const known = chosen.get(choice.key);
      if (known !== undefined) {
        known.reasons.add(choice.reason);
        return known.way;
      }
      const way = ways[chosen.size] ?? 0;
      // What was already branched on stands in `ways`; of what is new, the other ways are worlds of their own.
      if (chosen.size >= ways.length) {
        const before = [...chosen.values()].map((each) => each.way);
        for (let other = 1; other < choice.ways; other += 1) left.push([...before, other]);
      }
      chosen.set(choice.key, { choice, way, reasons: new Set([choice.reason]) });
      return way;
    });
    all.push({ chosen, result });
  }
  return { all, isComplete: left.length === 0 };
}

/** Why the answer is not the same everywhere: the reasons of the choices that alone make it another. */
export function decidingReasons<Result>(
  all: readonly World<Result>[],
  answer: (result: Result) => string,
): readonly string[] {
  const keys = new Set(all.flatMap(({ chosen }) => [...chosen.keys()]));
  return [...keys].flatMap((key) => {
    const differs = all.some((one) =>
      all.some((other) => isBeside(one, other, key) && answer(one.result) !== answer(other.result)),
    );
    const reasons = all.flatMap(({ chosen }) => [...(chosen.get(key)?.reasons ?? [])]);
    return differs ? [...new Set(reasons)] : [];
  });
}

/** The two differ in this choice, and in none of the others that both made. */
function isBeside<Result>(one: World<Result>, other: World<Result>, key: string): boolean {
  if (one.chosen.get(key)?.way === other.chosen.get(key)?.way || !other.chosen.has(key)) return false;
  return [...one.chosen].every(([each, { way }]) => {
    if (each === key) return true;
    const there = other.chosen.get(each);
    return there === undefined || there.way === way;
  });
}
