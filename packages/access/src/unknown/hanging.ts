/** What an answer that could be either hangs on. */
import { distinct } from "../decide/references.ts";
import type { Dependency, StatementReference } from "../types.ts";
import { type Divided, holdingForSome } from "./divide.ts";
import type { Open, Predicate } from "./matter.ts";
import { changes, type Possible, type SearchBudget, undominated } from "./search.ts";
import type { Case, UnknownPart } from "./unknown.ts";

export interface Hanging {
  readonly hangsOn: readonly Dependency[];
  readonly by: readonly StatementReference[];
}

/** Pairs of cases tried for one thing; with more, it counts as one that matters. */
const pairsMax = 256;
/** The same, of open claims looked at for all of them. */
const workMax = 500_000;

/** The keys and layers of which another value or policy, all else alike, gives another answer; and whose statements do. */
export function hanging(divided: Divided, predicate: Predicate): Hanging {
  const { unknowns } = divided;
  const work = { left: workMax };
  const found = unknowns.flatMap((unknown) =>
    unknown.dependencies.map((dependency, at) => ({
      dependency,
      unknown,
      matters: isMattering(divided, predicate, unknown, at, work),
    })),
  );
  const mattering = found.filter(({ matters }) => matters !== "no");
  const hangsOn = (mattering.length > 0 ? mattering : found).map(({ dependency }) => dependency);
  const hanging = holdingForSome(divided).flatMap((open) => (isOf(open, hangsOn) ? (open.by ?? []) : []));
  return { hangsOn, by: distinct(hanging) };
}

/** Does the claim hang on one of these? */
function isOf({ tests, doubt }: Open, dependencies: readonly Dependency[]): boolean {
  const keys = tests.flatMap((test) => test.keys.map(({ name }) => name.toLowerCase()));
  return dependencies.some((each) =>
    each.kind === "key" ? keys.includes(each.key.toLowerCase()) : each.reason === doubt?.reason,
  );
}

function isMattering(
  divided: Divided,
  predicate: Predicate,
  unknown: UnknownPart,
  at: number,
  work: SearchBudget,
): Possible {
  const pairs = pairsOf(divided, unknown, at);
  if (pairs === undefined) return "maybe";
  let found: Possible = "no";
  for (const [one, other] of pairs) {
    const changed = changes(divided, predicate, unknown, one, other, work);
    if (changed === "yes") return "yes";
    if (changed === "maybe") found = "maybe";
  }
  return found;
}

/** Cases that differ in that key alone, the better first; `undefined`: there are too many. */
function pairsOf(
  { matter: { open } }: Divided,
  unknown: UnknownPart,
  at: number,
): readonly (readonly [Case, Case])[] | undefined {
  const pairs = new Map<string, readonly [Case, Case]>();
  for (const cases of alikeBut(unknown, at)) {
    const better = undominated({ ...unknown, cases }, open, true);
    const worse = undominated({ ...unknown, cases }, open, false);
    for (const one of better) {
      for (const other of worse) {
        if (one === other && one.values.length > 0) continue;
        pairs.set(JSON.stringify([one.holds, other.holds]), [one, other]);
        if (pairs.size > pairsMax) return undefined;
      }
    }
  }
  return [...pairs.values()];
}

/** The cases, in groups of which each differs in that key alone. A case of which nothing is known goes with each. */
function alikeBut({ cases, dependencies }: UnknownPart, at: number): readonly (readonly Case[])[] {
  if (dependencies.length === 1) return [cases];
  const groups = new Map<string, Case[]>();
  const open = cases.filter(({ values }) => values.length === 0);
  for (const each of cases) {
    if (each.values.length === 0) continue;
    const others = each.values.filter((_, key) => key !== at).join();
    const group = groups.get(others);
    if (group === undefined) groups.set(others, [...open, each]);
    else group.push(each);
  }
  return open.length > 0 ? [open, ...groups.values()] : [...groups.values()];
}
