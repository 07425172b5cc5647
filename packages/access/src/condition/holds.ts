/**
 * Does a condition hold for the request?
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
import { matches } from "../match/pattern.ts";
import { fill } from "../match/template.ts";
import type { Condition } from "./condition.ts";
import type { ContextValue, Lookup } from "./context.ts";
import { type Operator, operators } from "./operators.ts";

export function holds(condition: Condition, lookup: Lookup): boolean {
  const value = lookup(condition.key);
  if (condition.operator === "Null") return condition.values.some((text) => isNull(text, value));
  const operator = operators[condition.operator];
  if (value === undefined) return holdsWithoutKey(condition, operator);
  const tests = testsOf(condition, operator, lookup);
  if (tests === undefined) return false;
  // Of the policy's values one must match, or, for an operator that negates, none may.
  const admits = (actual: string) => tests.some((test) => test(actual)) !== operator.negated;
  return holdsForValues(condition, value, admits);
}

/** An operator that negates holds: the key has none of the values. */
function holdsWithoutKey({ set, ifExists }: Condition, { negated }: Operator): boolean {
  if (set === "ForAllValues") return true;
  if (set === "ForAnyValue") return false;
  return ifExists || negated;
}

/**
 * "Multivalued context keys require a condition set operator", even if there is one value now.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsForValues(
  { set }: Condition,
  { many, values }: ContextValue,
  admits: (actual: string) => boolean,
): boolean {
  if (set === "ForAllValues") return values.every(admits);
  if (set === "ForAnyValue") return values.some(admits);
  return !many && values.every(admits);
}

type Test = (actual: string) => boolean;

/**
 * A test for each of the policy's values; `undefined` if one has a variable that nothing resolves, which voids the
 * statement. Not so where the operator negates: nothing equals that value, nor is like it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
function testsOf(
  { values, templates }: Condition,
  operator: Operator,
  lookup: Lookup,
): readonly Test[] | undefined {
  if (operator.kind === "value")
    return values.map((expected) => (actual) => operator.matches(actual, expected));
  const { negated, ignoresCase } = operator;
  const tests: Test[] = [];
  for (const template of templates) {
    const pattern = fill(template, lookup);
    if (pattern === undefined && !negated) return undefined;
    if (pattern === undefined) continue;
    tests.push((actual) => matches(pattern, ignoresCase ? actual.toLowerCase() : actual));
  }
  return tests;
}

/** `true`: the request must not have the key; `false`: it must, and with a value. */
function isNull(text: string, value: ContextValue | undefined): boolean {
  const absent = value === undefined || value.values.length === 0;
  return text.toLowerCase() === String(absent);
}
