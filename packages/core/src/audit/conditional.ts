/** The most and the least that policies could allow, whatever AWS finds in the request. */
import type { Layer, NamedPolicy, PolicySet, RequestContext } from "@pullpass/access";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import type { AccessQuestion } from "../plan/access-questions.ts";
import { unknownKeys } from "../plan/certain-denial.ts";

type Reading = (statement: JsonObject, context: RequestContext) => JsonObject;

/** The question's policies; in what allows, conditions on keys without a value count as met. */
export function atBest(question: AccessQuestion): PolicySet {
  return readAs(question, (statement, context) =>
    statement.Effect === "Allow" ? withoutUnknownTests(statement, context) : statement,
  );
}

/**
 * The question's policies; in what denies, conditions on keys without a value count as met, and what allows by such keys
 * allows nothing. Every statement keeps its place, so that references to it hold.
 */
export function atWorst(question: AccessQuestion): PolicySet {
  return readAs(question, (statement, context) => {
    if (statement.Effect !== "Allow") return withoutUnknownTests(statement, context);
    return unknownKeys(context, statement).length === 0 ? statement : allowsNothing;
  });
}

const allowsNothing: JsonObject = { Effect: "Allow", Action: "none:None", Resource: "*" };

function readAs({ request, policies }: AccessQuestion, reading: Reading): PolicySet {
  const each = (policy: NamedPolicy): NamedPolicy => ({
    ...policy,
    document: documentAs(policy.document, (statement) => reading(statement, request.context)),
  });
  return {
    ...policies,
    identity: mapped(policies.identity, (list) => list.map(each)),
    boundary: mapped(policies.boundary, (policy) => policy && each(policy)),
    resource: mapped(policies.resource, (policy) => policy && each(policy)),
    serviceControl: mapped(policies.serviceControl, (levels) => levels.map((level) => level.map(each))),
  };
}

function mapped<T>(layer: Layer<T>, change: (value: T) => T): Layer<T> {
  return layer.kind === "known" ? { kind: "known", value: change(layer.value) } : layer;
}

function documentAs(document: unknown, change: (statement: JsonObject) => JsonObject): unknown {
  if (!isJsonObject(document)) return document;
  const { Statement: statements } = document;
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return { ...document, Statement: list.map((each) => (isJsonObject(each) ? change(each) : each)) };
}

function withoutUnknownTests(statement: JsonObject, context: RequestContext): JsonObject {
  const { Condition: condition } = statement;
  if (!isJsonObject(condition)) return statement;
  const operators = Object.entries(condition).flatMap(([operator, tests]) => {
    const left = isJsonObject(tests) ? knownTests(operator, tests, context) : tests;
    return isJsonObject(left) && Object.keys(left).length === 0 ? [] : [[operator, left]];
  });
  return { ...statement, Condition: Object.fromEntries(operators) };
}

function knownTests(operator: string, tests: JsonObject, context: RequestContext): JsonObject {
  const isKnown = ([key, values]: [string, unknown]) =>
    unknownKeys(context, { Condition: { [operator]: { [key]: values } } }).length === 0;
  return Object.fromEntries(Object.entries(tests).filter(isKnown));
}
