/** Conditions and resources, as far as what is known decides them. */
import type { Condition } from "../condition/condition.ts";
import type { Context } from "../condition/context.ts";
import { holds } from "../condition/holds.ts";
import { type Operator, operators } from "../condition/operators.ts";
import { selectsResource } from "../match/resource.ts";
import { fill, replacement, type Template, type Variable, variablesOf } from "../match/template.ts";
import type { Statement } from "../policy/policy.ts";
import { solutions } from "./solutions.ts";
import type { ConditionKey, Telling, Test, TextPattern } from "./test.ts";

/** Whether the condition holds, or the test that decides it. */
export function conditionTest(condition: Condition, context: Context): boolean | Test {
  const { key, name } = condition;
  const isUnknown = context.isUnknown(key);
  const operator = condition.operator === "Null" ? undefined : operators[condition.operator];
  // Of a key that is absent, the values that it is compared with do not matter.
  const isCompared = isUnknown || context.known.has(key);
  const variables = isCompared ? unknownVariables(condition.templates, context) : [];
  if (!isUnknown && variables.length === 0) return holds(condition, context.lookup);
  return {
    keys: isUnknown ? distinct([{ key, name }, ...variables]) : distinct(variables),
    holds: (lookup) => holds(condition, lookup),
    tells: tellingOf(condition, operator, variables, context),
    isOverSet: condition.set !== undefined && isUnknown,
  };
}

/** Whether the statement is about the resource, or the test that decides it. */
export function resourceTest(statement: Statement, resource: string, context: Context): boolean | Test {
  const templates = statement.resources?.templates ?? [];
  const variables = unknownVariables(templates, context);
  if (variables.length === 0) return selectsResource(statement, resource, context.lookup);
  return {
    keys: distinct(variables),
    holds: (lookup) => selectsResource(statement, resource, lookup),
    tells: tellingVariables(templates, [resource], false, variables, context),
    isOverSet: false,
  };
}

function tellingOf(
  condition: Condition,
  operator: Operator | undefined,
  variables: readonly Variable[],
  context: Context,
): Telling {
  const { key, values, templates } = condition;
  if (operator === undefined) return { kind: "presence" };
  if (operator.kind === "value") {
    if (operator.of !== "truth") return { kind: operator.of, values };
    const truths = values.filter((value) => /^(?:true|false)$/i.test(value));
    return { kind: "text", patterns: truths.map((value) => literalIgnoringCase(value.toLowerCase())) };
  }
  const { ignoresCase } = operator;
  if (variables.length === 0)
    return { kind: "text", patterns: filledPatterns(templates, ignoresCase, context) };
  const known = context.known.get(key);
  return known === undefined
    ? severalOf(templates, [], operator.wildcards || ignoresCase)
    : tellingVariables(templates, known.values, ignoresCase, variables, context);
}

/** Of variables in what known texts are compared with. */
function tellingVariables(
  templates: readonly Template[],
  texts: readonly string[],
  ignoresCase: boolean,
  variables: readonly Variable[],
  context: Context,
): Telling {
  const several = severalOf(templates, texts, true);
  if (distinct(variables).length > 1) return several;
  const isUnknown = (variable: Variable) => context.isUnknown(variable.key);
  const resolve = (variable: Variable) => replacement(variable, context.lookup(variable.key));
  const patterns: TextPattern[] = [];
  for (const template of templates) {
    if (
      template.kind === "fixed" ||
      !template.parts.some((part) => part.kind === "variable" && isUnknown(part))
    ) {
      continue;
    }
    const isVoid = variablesOf(template).some((each) => !isUnknown(each) && resolve(each) === undefined);
    if (isVoid) continue;
    for (const text of texts) {
      const solved = solutions(template, text, ignoresCase, isUnknown, resolve);
      if (solved === undefined) return several;
      patterns.push(...solved);
    }
  }
  return { kind: "text", patterns };
}

function filledPatterns(
  templates: readonly Template[],
  ignoresCase: boolean,
  context: Context,
): readonly TextPattern[] {
  return templates.flatMap((template) => {
    const pattern = fill(template, context.lookup);
    return pattern === undefined ? [] : [{ pattern, ignoresCase }];
  });
}

/** Exact, if each is either a plain text or a variable and nothing else. */
function severalOf(templates: readonly Template[], texts: readonly string[], isPattern: boolean): Telling {
  const literals = new Set(texts);
  let isExact = !isPattern;
  for (const template of templates) {
    if (template.kind === "fixed") {
      literals.add(template.pattern.head);
      isExact &&= template.pattern.rest.length === 0;
      continue;
    }
    isExact &&= template.parts.length === 1;
    for (const { otherwise } of variablesOf(template)) if (otherwise !== undefined) literals.add(otherwise);
  }
  return { kind: "several", texts: [...literals], isExact };
}

function unknownVariables(templates: readonly Template[], context: Context): readonly Variable[] {
  return templates.flatMap(variablesOf).filter(({ key }) => context.isUnknown(key));
}

function distinct(keys: readonly ConditionKey[]): readonly ConditionKey[] {
  const byKey = new Map<string, ConditionKey>();
  for (const { key, name } of keys) if (!byKey.has(key)) byKey.set(key, { key, name });
  return [...byKey.values()];
}

function literalIgnoringCase(text: string): TextPattern {
  return { pattern: { head: text, rest: [] }, ignoresCase: true };
}
