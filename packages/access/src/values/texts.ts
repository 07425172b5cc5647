/** Texts that match this pattern and not that one, for every choice of patterns that there are texts for. */
import { passes, passRuns, type Token, tokensOf } from "../match/pattern.ts";
import type { TextPattern } from "../unknown/test.ts";
import type { Samples } from "./samples.ts";

/** Patterns made to have more are not looked at to the end. */
const statesMax = 3_000;
const stepsMax = 200_000;

/** Of the texts that begin so. */
export function textSamples(patterns: readonly TextPattern[], beginning: string): Samples {
  const mentioned = patterns.flatMap(({ pattern }) => [pattern.head, ...pattern.rest.map(characterOf)]);
  const other = unmentioned(`${mentioned.join("")}${beginning}`);
  const isPlain = patterns.every(({ pattern, ignoresCase }) => pattern.rest.length === 0 && !ignoresCase);
  if (isPlain) {
    const named = patterns.map(({ pattern }) => pattern.head).filter((text) => text.startsWith(beginning));
    return { texts: [...new Set([...named, beginning + other])], isComplete: true };
  }
  return walk(merged(patterns), beginning, other);
}

/** A character that the text does not have, whatever its case. */
export function unmentioned(text: string): string {
  const mentioned = new Set(text.toLowerCase());
  for (let code = "a".charCodeAt(0); ; code += 1) {
    const character = String.fromCodePoint(code);
    if (character === character.toLowerCase() && !mentioned.has(character)) return character;
  }
}

function characterOf(token: Token): string {
  if (token.kind === "character") return token.character;
  return token.kind === "none" ? "" : (token.except ?? "");
}

/** The tokens of all patterns, one pattern after the other, each with its end. */
interface Merged {
  readonly tokens: readonly Token[];
  readonly ends: ReadonlySet<number>;
  /** Which pattern a token is of. */
  readonly pattern: readonly number[];
  readonly ignoresCase: readonly boolean[];
  readonly starts: readonly number[];
}

function merged(patterns: readonly TextPattern[]): Merged {
  const tokens: Token[] = [];
  const all = { ends: new Set<number>(), pattern: [] as number[], ignoresCase: [] as boolean[] };
  const starts: number[] = [];
  const distinct = new Map(patterns.map((each) => [JSON.stringify(each), each]));
  for (const { pattern, ignoresCase } of distinct.values()) {
    starts.push(tokens.length);
    tokens.push(...tokensOf(pattern), { kind: "none" });
    all.ends.add(tokens.length - 1);
    while (all.pattern.length < tokens.length) {
      all.pattern.push(starts.length);
      all.ignoresCase.push(ignoresCase);
    }
  }
  return { tokens, starts, ...all };
}

interface State {
  /** Where in the tokens the text may be. */
  readonly at: readonly number[];
  readonly text: string;
}

/** Reads all texts at once, character by character: texts that lead to the same places go on alike. */
function walk(all: Merged, beginning: string, other: string): Samples {
  let start: State = { at: settled(all, all.starts), text: "" };
  for (const character of beginning) start = step(all, start, character);
  const samples = new Map<string, string>();
  const seen = new Set<string>([start.at.join()]);
  const queue: State[] = [start];
  let steps = 0;
  for (const state of queue) {
    const ended = state.at.filter((at) => all.ends.has(at)).join();
    if (!samples.has(ended)) samples.set(ended, state.text);
    for (const character of [...tellingCharacters(all, state.at), other]) {
      steps += 1 + state.at.length;
      if (steps > stepsMax || seen.size > statesMax) {
        return { texts: [...samples.values()], isComplete: false };
      }
      const next = step(all, state, character);
      const name = next.at.join();
      if (seen.has(name)) continue;
      seen.add(name);
      queue.push(next);
    }
  }
  return { texts: [...samples.values()], isComplete: true };
}

function step(all: Merged, { at, text }: State, character: string): State {
  const next = new Set<number>();
  for (const position of at) {
    const token = all.tokens[position];
    const read = all.ignoresCase[position] ? character.toLowerCase() : character;
    if (token !== undefined && passes(token, read)) next.add(token.kind === "any" ? position : position + 1);
  }
  return {
    at: settled(
      all,
      [...next].sort((a, b) => a - b),
    ),
    text: text + character,
  };
}

/**
 * Past the last `*` of a pattern that is reached, nothing before it matters any more: what could still match from
 * there, matches from here too.
 */
function settled({ tokens, pattern }: Merged, at: readonly number[]): readonly number[] {
  const kept: number[] = [];
  let settledFor: number | undefined;
  for (const position of passRuns(tokens, at).reverse()) {
    if (pattern[position] === settledFor) continue;
    kept.push(position);
    const token = tokens[position];
    if (token?.kind === "any" && token.except === undefined) settledFor = pattern[position];
  }
  return kept.reverse();
}

function tellingCharacters({ tokens, ignoresCase }: Merged, at: readonly number[]): ReadonlySet<string> {
  const telling = new Set<string>();
  for (const position of at) {
    const token = tokens[position];
    const character = token === undefined ? "" : characterOf(token);
    const upper = character.toUpperCase();
    if (character !== "") telling.add(character);
    if (ignoresCase[position] && [...upper].length === 1) telling.add(upper);
  }
  return telling;
}
