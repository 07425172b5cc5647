import { InvalidPattern } from "./invalid-pattern.ts";
import type { Scalar } from "./scalars.ts";

/** `*` is any run of characters; `\*` and `\\` are themselves. @throws InvalidPattern */
export function wildcard(text: string): (value: Scalar) => boolean {
  const all = pieces(text);
  requireSimple(all);
  const [first = "", ...rest] = all;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => typeof value === "string" && isSpanned(value, first, rest, last);
}

/** Begins with `first`, ends with `last`, and has the others in between, in order. */
function isSpanned(value: string, first: string, between: readonly string[], last: string): boolean {
  if (!value.startsWith(first)) return false;
  let position = first.length;
  for (const piece of between) {
    const found = value.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return value.length - last.length >= position && value.endsWith(last);
}

/**
 * A pattern that has too many wildcards with the same text after them is refused. Where the limit lies is unverified, but
 * `*:*:*:*:*:event-bus/*` is beyond it: TestEventPattern with one wildcard less would settle it.
 * @throws InvalidPattern
 */
function requireSimple(pieces: readonly string[]): void {
  const starts = pieces.slice(1).map((piece) => piece.charAt(0));
  if (starts.every((start) => starts.filter((other) => other === start).length < repeatsMax || start === ""))
    return;
  throw new InvalidPattern(
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character",
  );
}

const repeatsMax = 5;

/** The texts between the wildcards, unescaped: one more than there are wildcards. */
function pieces(text: string): readonly string[] {
  const found = [""];
  const tokens = text.match(/\\[\s\S]?|[^\\]/gu) ?? [];
  tokens.forEach((token, index) => {
    if (token === "*") {
      if (tokens[index - 1] === "*")
        throw new InvalidPattern(`Consecutive wildcard characters at pos ${index - 1}`);
      found.push("");
    } else found.push((found.pop() ?? "") + unescaped(token));
  });
  return found;
}

function unescaped(token: string): string {
  if (!token.startsWith("\\")) return token;
  if (token === "\\*" || token === "\\\\") return token.slice(1);
  throw new InvalidPattern("Invalid escape character");
}
