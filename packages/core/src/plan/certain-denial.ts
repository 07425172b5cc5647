/** Is a denial certain, or does it hang on condition keys whose values only AWS knows? */
import type {
  AccessRequest,
  Decision,
  LayerName,
  NamedPolicy,
  PolicySet,
  RequestContext,
} from "@pullpass/access";
import { isJsonObject, type JsonObject } from "../model/json.ts";

type Denied = Extract<Decision, { kind: "denied" }>;

/**
 * The evaluator takes a key without a value for absent from the request, which is not known of source addresses, VPC
 * endpoints, dates or organizations. So a deny counts when one of its statements uses known keys alone; and a
 * boundary's silence when none of its allows uses an unknown one.
 */
export function isCertain(decision: Denied, { context }: AccessRequest, policies: PolicySet): boolean {
  if (decision.how === "explicit") {
    return decision.by.some(({ layer, policy, index }) =>
      usesOnly(context, statementsOf(policyOf(layer, policy, policies))[index]),
    );
  }
  const boundary = policyOf("boundary", "", policies);
  return (
    decision.missing.length === 1 &&
    decision.missing[0] === "boundary" &&
    statementsOf(boundary).every((statement) => usesOnly(context, statement))
  );
}

function policyOf(layer: LayerName, name: string, policies: PolicySet): NamedPolicy | undefined {
  const { identity, boundary, resource } = policies;
  if (layer === "boundary") return boundary.kind === "known" ? boundary.value : undefined;
  if (layer === "resource" || layer === "key") return resource.kind === "known" ? resource.value : undefined;
  return identity.kind === "known" ? identity.value.find((policy) => policy.name === name) : undefined;
}

function statementsOf(policy: NamedPolicy | undefined): readonly unknown[] {
  const statements = member(policy?.document, "Statement");
  if (statements === undefined) return [];
  return Array.isArray(statements) ? statements : [statements];
}

/** Every key of the statement's conditions has a value. Policy variables stand for keys too. */
function usesOnly(context: RequestContext, statement: unknown): boolean {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const operators = Object.values(record(member(statement, "Condition")));
  const keys = operators.flatMap((tests) => Object.keys(record(tests)));
  const variables = [...(JSON.stringify(statement) ?? "").matchAll(/\$\{([^*?$},]+)[^}]*\}/g)].map(
    (match) => match[1] ?? "",
  );
  return (
    statement !== undefined && [...keys, ...variables].every((key) => known.has(key.trim().toLowerCase()))
  );
}

function member(value: unknown, name: string): unknown {
  return record(value)[name];
}

function record(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
