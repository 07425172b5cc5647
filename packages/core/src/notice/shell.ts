/** Commands for a POSIX shell, in which no name can do harm. */
import { pasteable } from "./plain.ts";

export function command(program: string, words: readonly string[]): string {
  return [program, ...words.map(quoted)].join(" ");
}

/** A JMESPath literal; within single quotes of the shell, too. https://jmespath.org/specification.html#literal-expressions */
export function jsonLiteral(value: unknown): string {
  const json = JSON.stringify(value).replaceAll("`", "\\u0060").replaceAll("'", "\\u0027");
  return `\`${json}\``;
}

function quoted(word: string): string {
  const safe = pasteable(word);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
