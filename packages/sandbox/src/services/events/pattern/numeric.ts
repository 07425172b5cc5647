import { InvalidPattern } from "./invalid-pattern.ts";
import type { Scalar } from "./scalars.ts";

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching */
const magnitudeMax = 5_000_000_000;

/** `["=", 100]`, `[">", 10]` or `[">", 0, "<=", 5]`; strings are no numbers. @throws InvalidPattern */
export function compareNumber(operand: unknown): (value: Scalar) => boolean {
  if (!Array.isArray(operand)) throw new InvalidPattern("Value of numeric must be an array.");
  if (operand.length !== 2 && operand.length !== 4) throw new InvalidPattern("Invalid numeric range");
  const conditions = [condition(operand[0], operand[1])];
  if (operand.length === 4) conditions.push(upperCondition(operand));
  return (value) => typeof value === "number" && conditions.every((holds) => holds(value));
}

function upperCondition([lower, from, upper, to]: readonly unknown[]) {
  const isRange = String(lower).startsWith(">") && String(upper).startsWith("<") && Number(from) < Number(to);
  if (!isRange) throw new InvalidPattern("Bottom must be less than top");
  return condition(upper, to);
}

function condition(operator: unknown, bound: unknown): (value: number) => boolean {
  const compare = typeof operator === "string" ? comparisons[operator] : undefined;
  if (!compare) throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`);
  if (typeof bound !== "number" || Math.abs(bound) > magnitudeMax) {
    throw new InvalidPattern(`Value of ${operator} must be numeric`);
  }
  return (value) => compare(value, bound);
}
