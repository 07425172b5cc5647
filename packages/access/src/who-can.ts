import { evaluate } from "./evaluate.ts";
import type { AccessRequest, Decision, PolicySet, Principal } from "./types.ts";
import { admissions } from "./who-can/admissions.ts";
import { reaches } from "./who-can/reaches.ts";

/** Who may ask, and what its own policies are. */
export interface PossibleCaller {
  readonly principal: Principal;
  readonly identity: PolicySet["identity"];
}

/** What may be asked for, other than KMS keys, and the policy on it. */
export interface Target {
  readonly resource: string;
  readonly policy: PolicySet["resource"];
}

/** `question` puts what else belongs to the question of one about the other: context, boundary, service control. */
export interface WhoCan<C extends PossibleCaller, T extends Target> {
  readonly action: string;
  readonly callers: Iterable<C>;
  readonly targets: readonly T[];
  readonly question: (
    caller: C,
    target: T,
  ) => { readonly request: AccessRequest; readonly policies: PolicySet };
  /** Targets of which a caller is answered alike have the same text; `undefined`: it is asked. @see turnsOn */
  readonly alike?: (caller: C) => (target: T) => string | undefined;
}

export interface Access<C extends PossibleCaller, T extends Target> {
  readonly caller: C;
  readonly target: T;
  /** Not denied. */
  readonly decision: Exclude<Decision, { readonly kind: "denied" }>;
  readonly alike: string | undefined;
}

/**
 * Which of these can, or may, do it: the same answers as `evaluate` gives to each question, without those that are
 * denied. Most questions need not be asked: of those that no policy speaks of, and of a target like another. Caller by
 * caller, in the targets' order.
 */
export function* whoCan<C extends PossibleCaller, T extends Target>({
  action,
  callers,
  targets,
  question,
  alike,
}: WhoCan<C, T>): Iterable<Access<C, T>> {
  const reached = reaches(action, targets);
  const admitted = admissions(action, targets);
  for (const caller of callers) {
    const textOf = alike?.(caller);
    const decided = new Map<string, Decision>();
    for (const target of inOrder(targets, reached(caller), admitted(caller))) {
      const text = textOf?.(target);
      let decision = text === undefined ? undefined : decided.get(text);
      if (decision === undefined) {
        const { request, policies } = question(caller, target);
        decision = evaluate(request, policies);
        if (text !== undefined) decided.set(text, decision);
      }
      if (decision.kind !== "denied") yield { caller, target, decision, alike: text };
    }
  }
}

function inOrder<T>(targets: readonly T[], one: "all" | ReadonlySet<T>, other: ReadonlySet<T>): Iterable<T> {
  if (one === "all") return targets;
  if (one.size + other.size === 0) return [];
  return targets.filter((target) => one.has(target) || other.has(target));
}
