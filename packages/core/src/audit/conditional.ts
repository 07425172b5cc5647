/** The most that policies could allow, whatever AWS finds in the request. */
import type { Layer, NamedPolicy, PolicySet } from "@pullpass/access";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import type { AccessQuestion } from "../plan/access-questions.ts";

/** The question's policies; in what allows, conditions on keys without a value count as met. */
export function withoutUnknownConditions({ request, policies }: AccessQuestion): PolicySet {
  const known = new Set(Object.keys(request.context).map((key) => key.toLowerCase()));
  const each = (policy: NamedPolicy): NamedPolicy => ({
    ...policy,
    document: loosened(policy.document, known),
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

type Keys = ReadonlySet<string>;

function loosened(document: unknown, known: Keys): unknown {
  if (!isJsonObject(document)) return document;
  const { Statement: statements } = document;
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return { ...document, Statement: list.map((statement) => loosenedStatement(statement, known)) };
}

function loosenedStatement(statement: unknown, known: Keys): unknown {
  if (!isJsonObject(statement) || statement.Effect !== "Allow" || !isJsonObject(statement.Condition)) {
    return statement;
  }
  const operators = Object.entries(statement.Condition).flatMap(([operator, tests]) => {
    const left = isJsonObject(tests) ? knownTests(tests, known) : tests;
    return isJsonObject(left) && Object.keys(left).length === 0 ? [] : [[operator, left]];
  });
  return { ...statement, Condition: Object.fromEntries(operators) };
}

function knownTests(tests: JsonObject, known: Keys): JsonObject {
  return Object.fromEntries(Object.entries(tests).filter(([key]) => known.has(key.toLowerCase())));
}
