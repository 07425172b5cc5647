import { type Template, templateOf } from "../match/template.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import { membersOf } from "../policy/members.ts";
import type { Policy } from "../policy/policy.ts";
import type { Condition } from "./condition.ts";
import { type OperatorName, operatorNamed, operators } from "./operators.ts";

/**
 * Reads `Condition`: operators, each with keys, each with values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 * @throws InvalidPolicy
 */
export function readConditions(
  value: unknown,
  statement: string,
  version: Policy["version"],
): readonly Condition[] {
  if (value === undefined) return [];
  const where = `${statement}.Condition`;
  return Object.entries(membersOf(value, where)).flatMap(([operator, tests]) => {
    const test = readOperator(operator, where);
    return Object.entries(membersOf(tests, `${where}.${operator}`)).map(([key, value]) => {
      const values = valuesOf(value, `${where}.${operator}.${key}`);
      const templates = templatesOf(test.operator, values, version);
      return { ...test, key: key.toLowerCase(), name: key, values, templates };
    });
  });
}

function readOperator(text: string, where: string): Omit<Condition, "key" | "name" | "values" | "templates"> {
  const { set, name = "", ifExists } = operatorForm.exec(text)?.groups ?? {};
  const operator = operatorNamed(name);
  const isBareNull = operator !== "Null" || (set === undefined && ifExists === undefined);
  if (operator === undefined || !isBareNull) throw new InvalidPolicy(`${where} has no operator ${text}`);
  return { operator, ...setOf(set), ifExists: ifExists !== undefined };
}

const operatorForm = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<name>[A-Za-z]+?)(?<ifExists>IfExists)?$/i;

function setOf(set: string | undefined): Pick<Condition, "set"> {
  if (set === undefined) return {};
  return { set: set.toLowerCase() === "forallvalues" ? "ForAllValues" : "ForAnyValue" };
}

/** JSON's numbers and booleans stand for their text. */
function valuesOf(value: unknown, where: string): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "number" || typeof item === "boolean") return String(item);
    throw new InvalidPolicy(`${where} must be a string or a list of strings`);
  });
}

function templatesOf(
  name: OperatorName,
  values: readonly string[],
  version: Policy["version"],
): readonly Template[] {
  const operator = name === "Null" ? undefined : operators[name];
  if (operator?.kind !== "text") return [];
  const as = operator.wildcards ? "wildcards" : "literal";
  return values.map((text) => templateOf(text, version, as, operator.shape));
}
