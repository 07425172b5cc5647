/** One thing to be said of a question, for all values of what is unknown. */
import type { Context } from "../condition/context.ts";
import type { Claim } from "../decide/claim.ts";
import { type Divided, divide, holdingForSome } from "./divide.ts";
import { type Hanging, hanging } from "./hanging.ts";
import { extreme, type Matter, type Open, type Predicate } from "./matter.ts";
import { canBe, type Possible } from "./search.ts";

export interface Weighing {
  readonly canBe: (isSo: boolean) => Possible;
  /** It is so for every value. */
  readonly isAlways: (isSo: boolean) => boolean;
  /** The claims that make it so: the certain ones, and those that hold for some values, if it takes them. */
  readonly claims: () => readonly (Claim | Open)[];
  /** What it hangs on, if it can be either; else nothing. */
  readonly hanging: () => Hanging;
}

/** The extremes first: where they agree, no value changes anything. */
export function weigh(matter: Matter, predicate: Predicate, context: Context): Weighing {
  const atBest = predicate(extreme(matter, true));
  const isDecided = matter.open.length === 0 || atBest === predicate(extreme(matter, false));
  let made: Divided | undefined;
  const divided = () => {
    made ??= divide(matter, predicate, context);
    return made;
  };
  const found = new Map<boolean, Possible>();
  const can = (isSo: boolean): Possible => {
    if (isDecided) return atBest === isSo ? "yes" : "no";
    const known = found.get(isSo) ?? canBe(divided(), predicate, isSo);
    found.set(isSo, known);
    return known;
  };
  const isAlways = (isSo: boolean) => can(!isSo) === "no";
  return {
    canBe: can,
    isAlways,
    claims: () => (isDecided ? matter.certain : [...matter.certain, ...holdingForSome(divided())]),
    hanging: () =>
      isAlways(true) || isAlways(false) ? { hangsOn: [], by: [] } : hanging(divided(), predicate),
  };
}
