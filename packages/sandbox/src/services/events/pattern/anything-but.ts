import { isObject } from "../../../is-object.ts";
import { InvalidPattern } from "./invalid-pattern.ts";
import type { Scalar } from "./scalars.ts";
import { foldCase, hasAffix } from "./text.ts";
import { wildcard } from "./wildcard.ts";

/**
 * Any value but these: strings or numbers, or what a `prefix`, `suffix`, `equals-ignore-case` or `wildcard` describes;
 * one or a list. A missing field is no value. @throws InvalidPattern
 */
export function anythingBut(operand: unknown): (value: Scalar) => boolean {
  const excluded = isObject(operand) ? excludedBy(operand) : asList(operand).map(equals);
  if (excluded.length === 0) throw new InvalidPattern("Empty arrays are not allowed");
  return (value) => !excluded.some((matches) => matches(value));
}

function excludedBy(operand: object): readonly ((value: Scalar) => boolean)[] {
  const [entry, ...more] = Object.entries(operand);
  if (!entry || more.length > 0) throw new InvalidPattern("Only one key allowed in match expression");
  const [operator, texts] = entry;
  return asList(texts).map((text) => {
    if (typeof text !== "string")
      throw new InvalidPattern("Inside anything-but list, only strings are allowed");
    return describedBy(operator, text);
  });
}

function describedBy(operator: string, text: string): (value: Scalar) => boolean {
  switch (operator) {
    case "prefix":
    case "suffix":
      if (text === "") throw new InvalidPattern("Null prefix/suffix not allowed");
      return hasAffix(operator, text);
    case "equals-ignore-case":
      return (value) => typeof value === "string" && foldCase(value) === foldCase(text);
    case "wildcard":
      return wildcard(text);
    default:
      throw new InvalidPattern(`Unsupported anything-but pattern: ${operator}`);
  }
}

function equals(excluded: unknown): (value: Scalar) => boolean {
  if (typeof excluded !== "string" && typeof excluded !== "number") {
    throw new InvalidPattern("Inside anything-but list, start|null|boolean is not supported.");
  }
  return (value) => value === excluded;
}

function asList(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}
