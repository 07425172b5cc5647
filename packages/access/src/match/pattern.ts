/** Texts with wildcards, as policies write them. */

/** One character, or a wildcard. `except` is the one character that the wildcard does not stand for. */
export type Token =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any"; readonly except?: string }
  | { readonly kind: "one"; readonly except?: string };

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

/**
 * Follows all ways through the pattern at once, so that no pattern, however hostile, takes longer than its length
 * times the text's.
 */
export function matches(tokens: readonly Token[], text: string): boolean {
  let reached = passRuns(tokens, new Set([0]));
  for (const character of text) reached = passRuns(tokens, advance(tokens, reached, character));
  return reached.has(tokens.length);
}

function advance(tokens: readonly Token[], from: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const at of from) {
    const token = tokens[at];
    if (token === undefined) continue;
    if (token.kind === "character") {
      if (token.character === character) next.add(at + 1);
    } else if (token.except !== character) {
      next.add(token.kind === "any" ? at : at + 1);
    }
  }
  return next;
}

/** A run may be empty. */
function passRuns(tokens: readonly Token[], at: Set<number>): Set<number> {
  for (const position of at) if (tokens[position]?.kind === "any") at.add(position + 1);
  return at;
}
