import { anythingBut } from "./anything-but.ts";
import { inNetwork } from "./cidr.ts";
import { InvalidPattern } from "./invalid-pattern.ts";
import { compareNumber } from "./numeric.ts";
import { isScalar, type Scalar } from "./scalars.ts";
import { type Affix, foldCase, hasAffix } from "./text.ts";
import { wildcard } from "./wildcard.ts";

/** One element of a pattern's list, asked about all values of the field. @throws InvalidPattern */
export function compileMatcher(matcher: unknown): (values: readonly Scalar[]) => boolean {
  if (isScalar(matcher)) return (values) => values.includes(matcher);
  const [entry, ...more] = Object.entries(matcher ?? {});
  if (!entry || more.length > 0) throw new InvalidPattern("Only one key allowed in match expression");
  const [operator, operand] = entry;
  if (operator === "exists") return exists(operand);
  const matches = compileOperator(operator, operand);
  return (values) => values.some(matches);
}

function compileOperator(operator: string, operand: unknown): (value: Scalar) => boolean {
  switch (operator) {
    case "prefix":
    case "suffix":
      return affix(operator, operand);
    case "equals-ignore-case":
      return equalsIgnoreCase(operand);
    case "wildcard":
      return wildcard(requireText(operator, operand));
    case "numeric":
      return compareNumber(operand);
    case "cidr":
      return inNetwork(requireText(operator, operand));
    case "anything-but":
      return anythingBut(operand);
    default:
      throw new InvalidPattern(`Unrecognized match type ${operator}`);
  }
}

function exists(operand: unknown): (values: readonly Scalar[]) => boolean {
  if (typeof operand !== "boolean")
    throw new InvalidPattern("exists match pattern must be either true or false.");
  return (values) => values.length > 0 === operand;
}

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}` */
function affix(kind: Affix, operand: unknown): (value: Scalar) => boolean {
  if (typeof operand === "string") return hasAffix(kind, operand);
  const text = foldCase(requireText(kind, ignoreCaseOperand(operand)));
  const matches = hasAffix(kind, text);
  return (value) => typeof value === "string" && matches(foldCase(value));
}

function ignoreCaseOperand(operand: unknown): unknown {
  const isObject = typeof operand === "object" && operand !== null;
  return isObject && "equals-ignore-case" in operand ? operand["equals-ignore-case"] : undefined;
}

function equalsIgnoreCase(operand: unknown): (value: Scalar) => boolean {
  const text = foldCase(requireText("equals-ignore-case", operand));
  return (value) => typeof value === "string" && foldCase(value) === text;
}

function requireText(operator: string, operand: unknown): string {
  if (typeof operand === "string") return operand;
  throw new InvalidPattern(`${operator} match pattern must be a string`);
}
