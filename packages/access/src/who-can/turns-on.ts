/** What of a request an answer can turn on: two requests that agree in it are answered alike. */
import { statementsAbout } from "../match/action.ts";
import { matches } from "../match/pattern.ts";
import { variablesOf } from "../match/template.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import type { Statement } from "../policy/policy.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { NamedPolicy } from "../types.ts";

export interface Turning {
  /** Condition keys, also those of variables; in lower case. */
  readonly keys: ReadonlySet<string>;
  /** Equal for two resources that the same statements select. */
  readonly selection: (resource: string) => string;
}

/** Of these policies, beside the principal. What is no policy says the same of every request. */
export function turnsOn(policies: Iterable<NamedPolicy>, action: string): Turning {
  const keys = new Set<string>();
  const selective: Statement[] = [];
  let isByVariable = false;
  for (const { document } of policies) {
    const policy = readPolicy(document);
    if (policy instanceof InvalidPolicy) continue;
    for (const statement of statementsAbout(policy, action).values()) {
      const { conditions, resources } = statement;
      for (const { key } of conditions) keys.add(key);
      const templates = resources?.templates ?? [];
      const variables = templates.flatMap(variablesOf);
      isByVariable ||= variables.length > 0;
      for (const { key } of [
        ...conditions.flatMap((each) => each.templates).flatMap(variablesOf),
        ...variables,
      ])
        keys.add(key);
      if (!selectsAll(statement)) selective.push(statement);
    }
  }
  return {
    keys,
    // What a variable selects is not asked here: each resource is taken for one of its own.
    selection: isByVariable
      ? (resource) => resource
      : (resource) => selective.map((each) => bit(each, resource)).join(""),
  };
}

function selectsAll({ resources }: Statement): boolean {
  if (resources === undefined) return true;
  return resources.values.includes("*") && !resources.negated;
}

function bit({ resources }: Statement, resource: string): "0" | "1" {
  const isListed = (resources?.templates ?? []).some(
    (template) => template.kind === "fixed" && matches(template.pattern, resource),
  );
  return isListed ? "1" : "0";
}
