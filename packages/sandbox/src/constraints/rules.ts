import type { ShapeConstraints } from "./constraints.ts";
import { javaPattern } from "./java-pattern.ts";

/** A constraint of a shape that a value does not satisfy, in AWS's words. */
export interface BrokenRule {
  readonly kind: "enum" | "pattern" | "size";
  readonly rule: string;
}

/** What the value itself breaks, in the order in which AWS lists it. */
export function brokenRules(shape: ShapeConstraints, value: unknown): readonly BrokenRule[] {
  const { enum: values, pattern, matches, max, min } = shape;
  const isNumber = typeof value === "number";
  const size = isNumber ? value : sizeOf(value);
  const broken: BrokenRule[] = [];
  if (typeof value === "string" && values && !values.includes(value))
    broken.push({ kind: "enum", rule: enumRule(values) });
  if (typeof value === "string" && pattern !== undefined && !javaPattern(matches ?? pattern).test(value))
    broken.push({ kind: "pattern", rule: patternRule(pattern) });
  if (size !== undefined && max !== undefined && size > max)
    broken.push({ kind: "size", rule: maxRule(max, isNumber) });
  if (size !== undefined && min !== undefined && size < min)
    broken.push({ kind: "size", rule: minRule(min, isNumber) });
  return broken;
}

/** All the rules for the texts or numbers of a list or a map, as AWS puts them when one is broken. */
export function allRules(shape: ShapeConstraints, isNumber: boolean): readonly string[] {
  const { enum: values, pattern, max, min } = shape;
  return [
    ...(values ? [enumRule(values)] : []),
    ...(max !== undefined ? [maxRule(max, isNumber)] : []),
    ...(min !== undefined ? [minRule(min, isNumber)] : []),
    ...(pattern !== undefined ? [patternRule(pattern)] : []),
  ];
}

/** AWS has the values in an order of its own. */
const enumRule = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(", ")}]`;
const patternRule = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;
const maxRule = (max: number, isNumber: boolean) =>
  `Member must have ${isNumber ? "value" : "length"} less than or equal to ${max}`;
const minRule = (min: number, isNumber: boolean) =>
  `Member must have ${isNumber ? "value" : "length"} greater than or equal to ${min}`;

/** Characters, bytes, elements or entries. */
function sizeOf(value: unknown): number | undefined {
  if (typeof value === "string") return charactersIn(value);
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (typeof value !== "object" || value === null || value instanceof Date) return undefined;
  return Object.keys(value).length;
}

/** A character outside the Basic Multilingual Plane counts once: https://smithy.io/2.0/spec/constraint-traits.html#length-trait */
function charactersIn(text: string): number {
  const pairs = text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g);
  return text.length - (pairs?.length ?? 0);
}
