/** The policies as if some of their statements spoke of no action; the others keep their numbers. */
import type { Layer, NamedPolicy, PolicySet, StatementReference } from "@pullpass/access";
import { isJsonObject } from "../../model/json.ts";

export function withoutStatements(policies: PolicySet, without: readonly StatementReference[]): PolicySet {
  const one = (layers: readonly StatementReference["layer"][]) => (policy: NamedPolicy) =>
    withoutIn(
      policy,
      without.filter((each) => layers.includes(each.layer) && each.policy === policy.name),
    );
  return {
    ...policies,
    identity: mapped(policies.identity, (all) => all.map(one(["identity"]))),
    boundary: mapped(policies.boundary, (policy) => policy && one(["boundary"])(policy)),
    resource: mapped(policies.resource, (policy) => policy && one(["resource", "key"])(policy)),
    serviceControl: mapped(policies.serviceControl, (levels) =>
      levels.map((level) => level.map(one(["serviceControl"]))),
    ),
  };
}

function mapped<T>(layer: Layer<T>, change: (value: T) => T): Layer<T> {
  return layer.kind === "known" ? { kind: "known", value: change(layer.value) } : layer;
}

function withoutIn({ name, document }: NamedPolicy, without: readonly StatementReference[]): NamedPolicy {
  if (without.length === 0 || !isJsonObject(document)) return { name, document };
  const isOut = (index: number) => without.some((each) => each.index === index);
  const Statement = [document.Statement]
    .flat()
    .map((each: unknown, index) => (isOut(index) ? aboutNothing(each) : each));
  return { name, document: { ...document, Statement } };
}

function aboutNothing(statement: unknown): unknown {
  if (!isJsonObject(statement)) return statement;
  const { Action: _, ...others } = statement;
  return { ...others, NotAction: "*" };
}
