import type { ActionSelection, Policy, Statement } from "../policy/policy.ts";
import { matches, type Pattern, patternOf, wildcards } from "./pattern.ts";

/** Actions have no case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function actionPattern(text: string): Pattern {
  return patternOf(wildcards(text.toLowerCase()));
}

function selectsAction({ negated, patterns }: ActionSelection, action: string): boolean {
  const asked = action.toLowerCase();
  return patterns.some((pattern) => matches(pattern, asked)) !== negated;
}

/** The statements about the action, each with its place in the policy. Asked again, the answer is remembered. */
export function statementsAbout(policy: Policy, action: string): ReadonlyMap<number, Statement> {
  const byAction = memoized.get(policy) ?? new Map<string, ReadonlyMap<number, Statement>>();
  memoized.set(policy, byAction);
  const known = byAction.get(action);
  if (known !== undefined) return known;
  const about = new Map(
    [...policy.statements.entries()].filter(([, { actions }]) => selectsAction(actions, action)),
  );
  byAction.set(action, about);
  return about;
}

const memoized = new WeakMap<Policy, Map<string, ReadonlyMap<number, Statement>>>();
