/** Which values of a variable make a text match the pattern that it stands in. */

import { literal, passes, passRuns, patternOf, type Token } from "../match/pattern.ts";
import type { Part, Template, Variable } from "../match/template.ts";
import type { TextPattern } from "./test.ts";

/** More than this are not worth telling apart. */
const solutionsMax = 64;

/**
 * Every value that may do, maybe more; `undefined` where that is not known: more than one variable is unknown, or there
 * are too many. `isUnknown` is of the one variable that has no value, `resolve` fills in the others.
 */
export function solutions(
  template: Extract<Template, { kind: "variable" }>,
  text: string,
  ignoresCase: boolean,
  isUnknown: (variable: Variable) => boolean,
  resolve: (variable: Variable) => string | undefined,
): readonly TextPattern[] | undefined {
  const at = template.parts.findIndex((part) => part.kind === "variable" && isUnknown(part));
  const before = filled(template.parts.slice(0, at), isUnknown, resolve);
  const after = filled(template.parts.slice(at + 1), isUnknown, resolve);
  if (at === -1 || before === undefined || after === undefined) return undefined;
  const characters = [...(ignoresCase ? text.toLowerCase() : text)];
  const starts = ends(lower(before, ignoresCase), characters);
  const stops = new Set(
    ends(lower(after, ignoresCase).toReversed(), characters.toReversed()).map(
      (end) => characters.length - end,
    ),
  );
  const found = new Set<string>();
  for (const start of starts) {
    for (const stop of stops) {
      if (stop < start) continue;
      found.add(characters.slice(start, stop).join(""));
      if (found.size > solutionsMax) return undefined;
    }
  }
  return [...found].map((value) => ({ pattern: patternOf(literal(value)), ignoresCase }));
}

/** The tokens, without what a segment forbids: rather a solution too many. `undefined`: another variable is unknown. */
function filled(
  parts: readonly Part[],
  isUnknown: (variable: Variable) => boolean,
  resolve: (variable: Variable) => string | undefined,
): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (const part of parts) {
    if (part.kind !== "variable") {
      tokens.push(part);
      continue;
    }
    const value = isUnknown(part) ? undefined : resolve(part);
    if (value === undefined) return undefined;
    tokens.push(...literal(value));
  }
  return tokens;
}

function lower(tokens: readonly Token[], ignoresCase: boolean): readonly Token[] {
  if (!ignoresCase) return tokens;
  return tokens.map((token) =>
    token.kind === "character" ? { ...token, character: token.character.toLowerCase() } : token,
  );
}

/** After how many characters the tokens can be through. */
function ends(tokens: readonly Token[], characters: readonly string[]): readonly number[] {
  const found: number[] = [];
  let reached = passRuns(tokens, [0]);
  for (const [count, character] of [...characters, ""].entries()) {
    if (reached.at(-1) === tokens.length) found.push(count);
    const next = new Set<number>();
    for (const at of reached) {
      const token = tokens[at];
      if (token !== undefined && passes(token, character)) next.add(token.kind === "any" ? at : at + 1);
    }
    reached = passRuns(tokens, [...next]);
  }
  return found;
}
