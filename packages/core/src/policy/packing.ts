/** As many grants as IAM has room for, bound as narrowly as there is room. */
import type { GrantedSecret } from "./role-policy.ts";

export interface Packing<G extends GrantedSecret> {
  /** What the role's inline policies would count with these grants. */
  readonly sizeWith: (grants: readonly G[]) => number;
  readonly sizeMax: number;
  /** The same grant with the binding that takes the least room; itself if it is that already. */
  readonly loosest: (grant: G) => G;
}

export interface Packed<G extends GrantedSecret> {
  readonly grants: readonly G[];
  /** Those whose names had no room. */
  readonly loosened: ReadonlySet<GrantedSecret["secret"]>;
}

/**
 * What binds less is taken last, and for the fewest grants: those that have their projects in common go together, because their
 * names stand in the policy once. `undefined` where the grants do not fit however little binds them.
 */
export function packed<G extends GrantedSecret>(
  grants: readonly G[],
  packing: Packing<G>,
): Packed<G> | undefined {
  const { sizeWith, sizeMax, loosest } = packing;
  const fits = (some: readonly G[]) => sizeWith(some) <= sizeMax;
  const told = (now: readonly G[]): Packed<G> => ({
    grants: now,
    loosened: new Set(now.flatMap(({ secret }, index) => (now[index] === grants[index] ? [] : [secret]))),
  });
  if (fits(grants)) return told(grants);
  if (!fits(grants.map(loosest))) return undefined;
  let now = grants;
  while (!fits(now)) {
    const next = nextLooser(now, packing);
    if (next === undefined) return undefined;
    now = next;
  }
  return told(now);
}

/** The fewest grants that are enough; where no one set of projects is enough, the set that takes the most room. */
function nextLooser<G extends GrantedSecret>(
  now: readonly G[],
  { sizeWith, sizeMax, loosest }: Packing<G>,
): readonly G[] | undefined {
  const bound = now.filter((grant) => loosest(grant) !== grant);
  const sets = Map.groupBy(bound, ({ bound }) => JSON.stringify(bound));
  const steps = [...sets.values()].map((alike) => {
    const grants = now.map((grant) => (alike.includes(grant) ? loosest(grant) : grant));
    return { grants, count: alike.length, size: sizeWith(grants) };
  });
  const enough = steps.filter(({ size }) => size <= sizeMax);
  const [best] =
    enough.length > 0
      ? enough.sort((a, b) => a.count - b.count || a.size - b.size)
      : steps.sort((a, b) => a.size - b.size || a.count - b.count);
  return best?.grants;
}
