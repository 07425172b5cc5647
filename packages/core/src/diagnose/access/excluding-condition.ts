/** The condition that a denying statement needs so that it no longer denies one role, or one project. */
import type { PolicySet } from "@pullpass/access";
import { isJsonObject, type JsonObject } from "../../model/json.ts";
import type { ConditionElement } from "../../model/remedy.ts";
import type { StatementRef } from "../diagnosis.ts";

/**
 * The statement's own condition, and that the key is none of these ARNs. A negated operator with several values holds
 * when the key has none of them, so an ARN joins those that stand there already.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function excludingCondition(
  statement: StatementRef,
  policies: PolicySet,
  key: "aws:PrincipalArn" | "aws:SourceArn",
  arn: string,
): ConditionElement {
  const own = conditionOf(statement, policies);
  const operator = Object.keys(own).find((name) => name.toLowerCase() === "arnnotequals") ?? "ArnNotEquals";
  const tests = own[operator] ?? {};
  const name = Object.keys(tests).find((each) => each.toLowerCase() === key.toLowerCase()) ?? key;
  const values = [tests[name] ?? []].flat();
  const all = [...new Set([...values, arn])];
  return { ...own, [operator]: { ...tests, [name]: all.length === 1 ? arn : all } };
}

function conditionOf(
  { layer, policy, number }: StatementRef,
  { identity, boundary, resource, serviceControl }: PolicySet,
): ConditionElement {
  const candidates = {
    identity: identity.kind === "known" ? identity.value : [],
    boundary: boundary.kind === "known" ? [boundary.value] : [],
    resource: resource.kind === "known" ? [resource.value] : [],
    key: resource.kind === "known" ? [resource.value] : [],
    serviceControl: serviceControl.kind === "known" ? serviceControl.value.flat() : [],
    grant: [],
  } as const;
  const found = candidates[layer].find((each) => each?.name === policy);
  const statements = isJsonObject(found?.document) ? [found.document.Statement].flat() : [];
  const statement: unknown = statements[number - 1];
  return isJsonObject(statement) && isJsonObject(statement.Condition) ? read(statement.Condition) : {};
}

function read(condition: JsonObject): ConditionElement {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, tests]) => [
      operator,
      Object.fromEntries(
        Object.entries(isJsonObject(tests) ? tests : {}).map(([key, values]) => [
          key,
          Array.isArray(values) ? values.map(String) : String(values),
        ]),
      ),
    ]),
  );
}
