import type { Context } from "../condition/context.ts";
import { type Matter, type Open, type Predicate, withoutIdle } from "./matter.ts";
import { type UnknownPart, unknownKeys, unknownLayers } from "./unknown.ts";

/** A matter, as far as it decides about the predicate, with all that is unknown about it, each thing for itself. */
export interface Divided {
  readonly matter: Matter;
  readonly unknowns: readonly UnknownPart[];
}

export function divide(matter: Matter, predicate: Predicate, context: Context): Divided {
  const relevant = withoutIdle(matter, predicate);
  const { open } = relevant;
  return { matter: relevant, unknowns: [...unknownKeys(open, context), ...unknownLayers(open)] };
}

/** The open claims that hold for some values: the conditions of others contradict one another. */
export function holdingForSome({ matter: { open }, unknowns }: Divided): readonly Open[] {
  return open.filter((_, claim) =>
    unknowns.every(({ claims, cases }) => {
      const at = claims.indexOf(claim);
      return at === -1 || cases.some(({ holds }) => holds[at] !== false);
    }),
  );
}
