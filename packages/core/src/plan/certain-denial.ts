/** Is a denial certain, or does it hang on condition keys whose values only AWS knows? */
import type {
  AccessRequest,
  Decision,
  LayerName,
  NamedPolicy,
  PolicySet,
  RequestContext,
  StatementReference,
} from "@pullpass/access";
import { isJsonObject, type JsonObject } from "../model/json.ts";

/** The statements that deny for sure, or the boundary, which allows it nowhere. */
export type CertainDenial =
  | { readonly kind: "statements"; readonly by: readonly StatementReference[] }
  | { readonly kind: "boundary" };

/**
 * The evaluator takes a key without a value for absent from the request, which is not known of source addresses, VPC
 * endpoints, dates or organizations. So a denying statement counts when it uses known keys alone; and a boundary's
 * silence when none of its statements uses an unknown one.
 */
export function certainDenial(
  decision: Decision,
  { context }: AccessRequest,
  policies: PolicySet,
): CertainDenial | undefined {
  if (decision.kind !== "denied") return undefined;
  if (decision.how === "explicit") {
    const by = decision.by.filter((reference) => usesOnly(context, statementAt(reference, policies)));
    return by.length === 0 ? undefined : { kind: "statements", by };
  }
  const isBoundaryAlone = decision.missing.length === 1 && decision.missing[0] === "boundary";
  const statements = statementsOf(policyOf("boundary", "", policies));
  return isBoundaryAlone && statements.every((statement) => usesOnly(context, statement))
    ? { kind: "boundary" }
    : undefined;
}

/** The statement as it stands in the policy; `undefined` if there is none. */
export function statementAt({ layer, policy, index }: StatementReference, policies: PolicySet): unknown {
  return statementsOf(policyOf(layer, policy, policies))[index];
}

function policyOf(layer: LayerName, name: string, policies: PolicySet): NamedPolicy | undefined {
  const { identity, boundary, resource, serviceControl } = policies;
  if (layer === "boundary") return boundary.kind === "known" ? boundary.value : undefined;
  if (layer === "resource" || layer === "key") return resource.kind === "known" ? resource.value : undefined;
  if (layer === "serviceControl") {
    return serviceControl.kind === "known"
      ? serviceControl.value.flat().find((policy) => policy.name === name)
      : undefined;
  }
  return identity.kind === "known" ? identity.value.find((policy) => policy.name === name) : undefined;
}

function statementsOf(policy: NamedPolicy | undefined): readonly unknown[] {
  const statements = member(policy?.document, "Statement");
  if (statements === undefined) return [];
  return Array.isArray(statements) ? statements : [statements];
}

/** Every key of the statement's conditions has a value. */
function usesOnly(context: RequestContext, statement: unknown): boolean {
  return statement !== undefined && unknownKeys(context, statement).length === 0;
}

/** The keys that the statement hangs on and that have no value. Policy variables stand for keys too. */
export function unknownKeys(context: RequestContext, statement: unknown): readonly string[] {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const operators = Object.values(record(member(statement, "Condition")));
  const keys = operators.flatMap((tests) => Object.keys(record(tests)));
  const variables = [...(JSON.stringify(statement) ?? "").matchAll(/\$\{([^*?$},]+)[^}]*\}/g)].map(
    (match) => match[1] ?? "",
  );
  return [...new Set([...keys, ...variables].map((key) => key.trim()))].filter(
    (key) => !known.has(key.toLowerCase()) && !isReadTag(key, context),
  );
}

/** In a question about a secret, the tags of role and secret were read whole: one without a value is not there. */
function isReadTag(key: string, context: RequestContext): boolean {
  return (
    "secretsmanager:SecretId" in context &&
    /^(?:aws:(?:Principal|Resource)Tag|secretsmanager:ResourceTag)\//i.test(key)
  );
}

function member(value: unknown, name: string): unknown {
  return record(value)[name];
}

function record(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
