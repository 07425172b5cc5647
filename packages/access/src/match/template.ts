/** Patterns with policy variables. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
import type { ContextValue, Lookup } from "../condition/context.ts";
import type { Policy } from "../policy/policy.ts";
import { literal, type Pattern, patternOf, type Token, wildcards } from "./pattern.ts";

/** One text of a policy, read once. */
export type Template =
  | { readonly kind: "fixed"; readonly pattern: Pattern }
  | { readonly kind: "variable"; readonly parts: readonly Part[]; readonly shape: Substitution };

export type Part = Token | Variable;

export interface Variable {
  readonly kind: "variable";
  /** In lower case. */
  readonly key: string;
  /** As the policy writes it. */
  readonly name: string;
  /** Its default. */
  readonly otherwise?: string;
}

/** What becomes of the tokens once every variable has its value. */
export type Substitution = (tokens: readonly Token[]) => readonly Token[];

/** Policy variables count from the version of 2012 on. */
export function templateOf(
  text: string,
  version: Policy["version"],
  as: "wildcards" | "literal",
  shape: Substitution,
): Template {
  const read = as === "wildcards" ? wildcards : literal;
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: whole, index, groups } of version === "2008-10-17" ? [] : text.matchAll(variable)) {
    parts.push(...read(text.slice(end, index)), ...partsOf(groups ?? {}));
    end = index + whole.length;
  }
  parts.push(...read(text.slice(end)));
  const tokens = parts.filter((part) => part.kind !== "variable");
  return tokens.length === parts.length ? fixed(tokens, shape) : { kind: "variable", parts, shape };
}

/** A text that is what it says, and no more. */
export function literalTemplate(text: string, shape: Substitution = asItIs): Template {
  return fixed(literal(text), shape);
}

export const asItIs: Substitution = (tokens) => tokens;

export function variablesOf(template: Template): readonly Variable[] {
  return template.kind === "fixed" ? [] : template.parts.filter((part) => part.kind === "variable");
}

/**
 * The pattern with its variables replaced; `undefined` if one has neither a value nor a default. What a variable
 * brings in is literal: whoever sets a tag cannot set wildcards.
 */
export function fill(template: Template, lookup: Lookup): Pattern | undefined {
  if (template.kind === "fixed") return template.pattern;
  const tokens: Token[] = [];
  for (const part of template.parts) {
    if (part.kind !== "variable") {
      tokens.push(part);
      continue;
    }
    const value = replacement(part, lookup(part.key));
    if (value === undefined) return undefined;
    tokens.push(...literal(value));
  }
  return patternOf(template.shape(tokens));
}

/** A key with many values has none to put here. */
export function replacement({ otherwise }: Variable, value: ContextValue | undefined): string | undefined {
  return value === undefined || value.many ? otherwise : value.values[0];
}

function fixed(tokens: readonly Token[], shape: Substitution): Template {
  return { kind: "fixed", pattern: patternOf(shape(tokens)) };
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; a default stands in single quotes. */
const variable = /\$\{(?:(?<character>[*?$])|(?<key>[^{},]+)(?:,\s*'(?<otherwise>[^']*)'\s*)?)\}/g;

function partsOf({ character, key = "", otherwise }: Readonly<Record<string, string>>): readonly Part[] {
  if (character !== undefined) return literal(character);
  const name = key.trim();
  return [{ kind: "variable", key: name.toLowerCase(), name, ...(otherwise !== undefined && { otherwise }) }];
}
