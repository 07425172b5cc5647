/** Policy variables. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
import { literal, type Token, wildcards } from "../match/pattern.ts";
import type { Policy } from "../policy/policy.ts";
import type { Context } from "./context.ts";

/**
 * The text with its variables replaced; `undefined` if one has neither a value nor a default. What a variable
 * brings in is literal: whoever sets a tag cannot set wildcards.
 */
export function interpolate(
  text: string,
  context: Context,
  version: Policy["version"],
  as: "wildcards" | "literal",
): readonly Token[] | undefined {
  const read = as === "wildcards" ? wildcards : literal;
  if (version === "2008-10-17") return read(text);
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: whole, index, groups } of text.matchAll(variable)) {
    const value = replacement(groups ?? {}, context);
    if (value === undefined) return undefined;
    tokens.push(...read(text.slice(end, index)), ...literal(value));
    end = index + whole.length;
  }
  return [...tokens, ...read(text.slice(end))];
}

/** `${*}`, `${?}` and `${$}` are the characters themselves; a default stands in single quotes. */
const variable = /\$\{(?:(?<character>[*?$])|(?<key>[^{},]+)(?:,\s*'(?<otherwise>[^']*)'\s*)?)\}/g;

function replacement(groups: Readonly<Record<string, string>>, context: Context): string | undefined {
  const { character, key = "", otherwise } = groups;
  if (character !== undefined) return character;
  const value = context.get(key.trim().toLowerCase());
  return value === undefined || value.many ? otherwise : value.values[0];
}
