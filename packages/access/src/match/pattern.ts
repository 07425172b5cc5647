/** Texts with wildcards, as policies write them: the one matcher of patterns. */

/** One character, or a wildcard. `except` is the one character that the wildcard does not stand for. */
export type Token =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any"; readonly except?: string }
  | { readonly kind: "one"; readonly except?: string }
  /** Stands for nothing at all: whoever has it is never matched. */
  | { readonly kind: "none" };

/** A pattern, ready to be matched. */
export interface Pattern {
  /** What it begins with, up to the first wildcard. */
  readonly head: string;
  /** From the first wildcard on; empty: the head is the whole text. */
  readonly rest: readonly Token[];
}

/** The characters of a text that has no wildcards. */
export function literal(text: string): readonly Token[] {
  return [...text].map((character) => ({ kind: "character", character }));
}

/** The tokens of a text in which `*` is any run of characters and `?` any one. */
export function wildcards(text: string): readonly Token[] {
  return [...text].map((character): Token => {
    if (character === "*") return { kind: "any" };
    return character === "?" ? { kind: "one" } : { kind: "character", character };
  });
}

export function patternOf(tokens: readonly Token[]): Pattern {
  const first = tokens.findIndex(({ kind }) => kind !== "character");
  const end = first === -1 ? tokens.length : first;
  const characters = tokens.slice(0, end).map((token) => (token.kind === "character" ? token.character : ""));
  return { head: characters.join(""), rest: tokens.slice(end) };
}

export function tokensOf({ head, rest }: Pattern): readonly Token[] {
  return [...literal(head), ...rest];
}

/**
 * Does the whole text match? After the head, all ways through the pattern are followed at once, so that no pattern,
 * however hostile, takes longer than its length times the text's.
 */
export function matches({ head, rest }: Pattern, text: string): boolean {
  if (!text.startsWith(head)) return false;
  const [first] = rest;
  if (first === undefined) return text.length === head.length;
  if (rest.length === 1 && first.kind === "any" && first.except === undefined) return true;
  let reached = passRuns(rest, [0]);
  for (const character of text.slice(head.length)) {
    reached = passRuns(rest, advance(rest, reached, character));
    if (reached.length === 0) return false;
  }
  return reached.at(-1) === rest.length;
}

/** Does the token let this character pass? */
export function passes(token: Token, character: string): boolean {
  if (token.kind === "character") return token.character === character;
  return token.kind !== "none" && token.except !== character;
}

function advance(tokens: readonly Token[], from: readonly number[], character: string): number[] {
  const next: number[] = [];
  for (const at of from) {
    const token = tokens[at];
    if (token === undefined || !passes(token, character)) continue;
    const to = token.kind === "any" ? at : at + 1;
    if (next.at(-1) !== to) next.push(to);
  }
  return next;
}

/** A run may be empty. The positions are in order, each once, before and after. */
export function passRuns(tokens: readonly Token[], at: readonly number[]): number[] {
  const all: number[] = [];
  for (const position of at) {
    if (all.length > 0 && (all.at(-1) ?? 0) >= position) continue;
    all.push(position);
    for (let next = position; tokens[next]?.kind === "any"; ) {
      next += 1;
      all.push(next);
    }
  }
  return all;
}
