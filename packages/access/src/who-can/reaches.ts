/** Which targets a caller's own policies might allow: more than they do, never less. */
import { statementsAbout } from "../match/action.ts";
import { matches, type Pattern } from "../match/pattern.ts";
import type { Template } from "../match/template.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { PossibleCaller, Target } from "../who-can.ts";

type Reach<T> = "all" | ReadonlySet<T>;

/** Policies are shared by many callers: what one reaches is found out once. */
export function reaches<T extends Target>(
  action: string,
  targets: readonly T[],
): (caller: PossibleCaller) => Reach<T> {
  const sorted = targets.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
  const byPolicy = new Map<Policy, Reach<T>>();
  const reachOf = (policy: Policy): Reach<T> => {
    const known = byPolicy.get(policy) ?? reachOfPatterns(patternsOf(policy, action), sorted);
    byPolicy.set(policy, known);
    return known;
  };
  return ({ principal, identity }) => {
    if (principal.kind === "root" || identity.kind === "unknown") return "all";
    const all = new Set<T>();
    for (const { document } of identity.value) {
      const policy = readPolicy(document);
      const reach = policy instanceof InvalidPolicy ? "all" : reachOf(policy);
      if (reach === "all") return "all";
      for (const target of reach) all.add(target);
    }
    return all;
  };
}

function reachOfPatterns<T extends Target>(patterns: readonly Pattern[], sorted: readonly T[]): Reach<T> {
  const reached = new Set<T>();
  for (const pattern of patterns) {
    if (pattern.head === "" && pattern.rest.length === 1) return "all";
    for (let at = firstFrom(sorted, pattern.head); at < sorted.length; at += 1) {
      const target = sorted[at];
      if (target === undefined || !target.resource.startsWith(pattern.head)) break;
      if (matches(pattern, target.resource)) reached.add(target);
    }
  }
  return reached;
}

/** The first of the targets whose ARN is not before the text. */
function firstFrom(sorted: readonly Target[], text: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.resource ?? "") < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

function patternsOf(policy: Policy, action: string): readonly Pattern[] {
  return [...statementsAbout(policy, action).values()].flatMap(({ effect, resources }) => {
    if (effect === "Deny") return [];
    return resources === undefined || resources.negated ? [everything] : resources.templates.map(widest);
  });
}

const everything: Pattern = { head: "", rest: [{ kind: "any" }] };

/** A variable may stand for anything. */
function widest(template: Template): Pattern {
  if (template.kind === "fixed") return template.pattern;
  let head = "";
  for (const part of template.parts) {
    if (part.kind !== "character") break;
    head += part.character;
  }
  return { head, rest: [{ kind: "any" }] };
}
