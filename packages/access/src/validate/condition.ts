import { compareDates, compareNumbers, inRange, sameTruth } from "../condition/comparisons.ts";
import { readConditions } from "../condition/read-conditions.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import { isMembers } from "../policy/members.ts";
import { isStoredDate } from "./date.ts";
import { type Fault, ineffective, refused } from "./fault.ts";
import { below, eachOf } from "./place.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function* conditionFaults(condition: unknown, path: string): Iterable<Fault> {
  if (condition === undefined) return;
  if (!isMembers(condition)) {
    yield refused("element-type", path, "Condition must be an object of operators.");
    return;
  }
  for (const [operator, tests] of Object.entries(condition)) {
    const at = below(path, operator);
    if (isMembers(tests)) yield* operatorFaults(operator, tests, at);
    else yield refused("element-type", at, `${operator} must be an object of condition keys.`);
  }
}

function* operatorFaults(
  operator: string,
  tests: Readonly<Record<string, unknown>>,
  path: string,
): Iterable<Fault> {
  const name = nameOf(operator);
  if (name === undefined) {
    // IAM stores an operator that it does not know while there is nothing in it, as moto's authors saw
    const fault = Object.keys(tests).length > 0 ? refused : ineffective;
    yield fault("condition-operator", path, `There is no condition operator ${operator}.`, operator);
  }
  for (const [key, values] of Object.entries(tests)) {
    for (const [value, at] of eachOf(values, below(path, key))) {
      if (!["string", "number", "boolean"].includes(typeof value))
        yield refused("element-type", at, "This must be a string, a number, true or false.");
      else if (name !== undefined) yield* valueFaults(name, String(value), at);
    }
  }
}

/** The operator without what stands around it (`ForAnyValue:`, `IfExists`), as the evaluator reads it. */
function nameOf(operator: string): string | undefined {
  try {
    return readConditions({ [operator]: { key: "" } }, "", "2012-10-17")[0]?.operator;
  } catch (error) {
    if (error instanceof InvalidPolicy) return undefined;
    throw error;
  }
}

/**
 * A value that is not of the operator's type equals nothing. IAM refuses dates of that kind; whether also the others is
 * unverified, PutRolePolicy with each would settle it. A policy variable may stand for anything.
 */
function* valueFaults(operator: string, value: string, path: string): Iterable<Fault> {
  if (value.includes("${")) return;
  const type = types.find(({ operators }) => operators.test(operator));
  if (type === undefined || type.holds(value)) return;
  const message = `${operator} compares ${type.name}; ${JSON.stringify(value)} is none.`;
  if (type.name === "dates" && !isStoredDate(value)) yield refused("date-value", path, message, value);
  else yield ineffective("condition-value", path, message, value);
}

/** What compares with itself is of the type. */
const types: readonly { name: string; operators: RegExp; holds: (value: string) => boolean }[] = [
  {
    name: "dates",
    operators: /^Date/,
    holds: (value) => compareDates(value, value, () => true) && isStoredDate(value),
  },
  { name: "numbers", operators: /^Numeric/, holds: (value) => compareNumbers(value, value, () => true) },
  { name: "true and false", operators: /^(Bool|Null)$/, holds: (value) => sameTruth(value, value) },
  { name: "addresses", operators: /IpAddress$/, holds: (value) => inRange(value.split("/")[0] ?? "", value) },
  { name: "bytes in base64", operators: /^Binary/, holds: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value) },
  { name: "ARNs", operators: /^Arn/, holds: (value) => value === "*" || value.split(":").length >= 6 },
];
