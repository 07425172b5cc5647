/** Can it turn out so? A search through the ways in which what is unknown may be, that looks no further than it must. */
import { copyOf, count, type Standing } from "../decide/verdict.ts";
import type { Divided } from "./divide.ts";
import type { Matter, Open, Predicate } from "./matter.ts";
import type { Case, UnknownPart } from "./unknown.ts";

/** `maybe`: there is too much to look at, or nobody knows all the ways. */
export type Possible = "yes" | "no" | "maybe";

/** How many open claims may still be looked at, before a search gives up. */
export interface SearchBudget {
  left: number;
}

const workMax = 200_000;
/** With more things that are unknown, it does not begin. */
const unknownsMax = 500;

/** Is there a way for the predicate to be so? */
export function canBe(divided: Divided, predicate: Predicate, isSo: boolean): Possible {
  const { matter, unknowns } = divided;
  const work = { left: workMax };
  const choices = unknowns.map((unknown) => ({ unknown, cases: undominated(unknown, matter.open, isSo) }));
  return search([startOf(divided)], choices, work, ([state = []]) => {
    const { best, worst } = standings(matter, state, work);
    const atBest = predicate(best);
    return atBest === predicate(worst) ? atBest === isSo : undefined;
  });
}

/** Is there a way for the predicate to hold in the one case of this, and not in the other, all else alike? */
export function changes(
  divided: Divided,
  predicate: Predicate,
  of: UnknownPart,
  one: Case,
  other: Case,
  work: SearchBudget,
): Possible {
  const { matter, unknowns } = divided;
  if (work.left <= 0 || unknowns.length > unknownsMax) return "maybe";
  work.left -= unknowns.length;
  const start = startOf(divided);
  const choices = unknowns
    .filter((unknown) => unknown !== of)
    .map((unknown) => ({ unknown, cases: unknown.cases }));
  return search(
    [after(start, of, one), after(start, of, other)],
    choices,
    work,
    ([first = [], second = []]) => {
      const held = standings(matter, first, work);
      const not = standings(matter, second, work);
      if (predicate(held.worst) && !predicate(not.best)) return true;
      return predicate(held.best) && !predicate(not.worst) ? undefined : false;
    },
  );
}

/** Of each open claim: how many of the things that decide it are still undecided; negative: it does not hold. */
type State = readonly number[];

interface Choice {
  readonly unknown: UnknownPart;
  readonly cases: readonly Case[];
}

type Judge = (states: readonly State[]) => boolean | undefined;

/** Few cases first. */
function search(
  states: readonly State[],
  choices: readonly Choice[],
  work: SearchBudget,
  judge: Judge,
): Possible {
  const sorted = choices.toSorted((a, b) => a.cases.length - b.cases.length);
  return sorted.length > unknownsMax ? "maybe" : descend(states, sorted, 0, work, judge);
}

/** One choice after the other, for all states alike, as long as the judge is undecided. */
function descend(
  states: readonly State[],
  choices: readonly Choice[],
  depth: number,
  work: SearchBudget,
  judge: Judge,
): Possible {
  const judged = judge(states);
  if (judged !== undefined) return judged ? "yes" : "no";
  const choice = choices[depth];
  if (choice === undefined) return "maybe";
  let found: Possible = "no";
  for (const each of choice.cases) {
    if (work.left <= 0) return "maybe";
    const next = states.map((state) => after(state, choice.unknown, each));
    const below = descend(next, choices, depth + 1, work, judge);
    if (below === "yes") return "yes";
    if (below === "maybe") found = "maybe";
  }
  return found;
}

function startOf({ matter, unknowns }: Divided): State {
  const state = matter.open.map(() => 0);
  for (const { claims } of unknowns) for (const claim of claims) state[claim] = (state[claim] ?? 0) + 1;
  return state;
}

const refuted = Number.NEGATIVE_INFINITY;

function after(state: State, { claims }: UnknownPart, { holds }: Case): State {
  const next = [...state];
  for (const [at, claim] of claims.entries()) {
    const does = holds[at];
    if (does !== undefined) next[claim] = does ? (next[claim] ?? 0) - 1 : refuted;
  }
  return next;
}

/** The best and the worst that can still come of it. */
function standings(
  { base, open }: Matter,
  state: State,
  work: SearchBudget,
): { readonly best: Standing; readonly worst: Standing } {
  const best = copyOf(base);
  const worst = copyOf(base);
  work.left -= open.length + 1;
  for (const [index, claim] of open.entries()) {
    const left = state[index] ?? 0;
    if (left < 0) continue;
    if (left === 0 || claim.says !== "deny") count(best, claim);
    if (left === 0 || claim.says === "deny") count(worst, claim);
  }
  return { best, worst };
}

/** Without the cases than which another is as good, if the best is looked for, or as bad. */
export function undominated(
  { claims, cases }: UnknownPart,
  open: readonly Open[],
  isBest: boolean,
): readonly Case[] {
  const helps = claims.map((claim) => (open[claim]?.says !== "deny") === isBest);
  const isAsGood = (one: Case, other: Case) =>
    one.holds.every((holds, at) => {
      const than = other.holds[at];
      if (holds === undefined || than === undefined) return holds === than;
      return helps[at] ? holds || !than : !holds || than;
    });
  let kept: readonly Case[] = [];
  for (const each of cases) {
    if (kept.some((other) => isAsGood(other, each))) continue;
    kept = [...kept.filter((other) => !isAsGood(each, other)), each];
  }
  return kept;
}
