/** Commands for a POSIX shell, in which no name can do harm. */
import { plain } from "./plain.ts";

export function command(program: string, words: readonly string[]): string {
  return [program, ...words.map(quoted)].join(" ");
}

/** A JMESPath literal; within single quotes of the shell, too. https://jmespath.org/specification.html#literal-expressions */
export function jsonLiteral(value: unknown): string {
  const json = JSON.stringify(value).replaceAll("`", "\\u0060").replaceAll("'", "\\u0027");
  return `\`${json}\``;
}

function quoted(word: string): string {
  const safe = plain(word, wordCharactersMax);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** Longer than any ARN or tag's value; a command that was cut would be another command. */
const wordCharactersMax = 10_000;
