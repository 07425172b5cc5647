/** Text from outside, made safe to read: names and AWS's words may hold anything. */

/**
 * One line without control characters, and without those that reorder or hide text (line and paragraph separators,
 * direction, zero width): each becomes its escape, so that nothing can pose as pullpass's own words.
 */
export function plain(text: string, charactersMax = 2_000): string {
  return clipped(text.toWellFormed().replace(unseen, escaped), charactersMax);
}

/** JSON on one line, to be read and to be pasted: hidden characters are escaped as JSON has it, and it is never cut. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(unseen, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** What is pasted is never cut: a command that was cut would be another command. */
export function pasteable(text: string): string {
  return plain(text, Number.POSITIVE_INFINITY);
}

/** Not longer than that, the cut shown by three dots, no character cut in half. */
export function clipped(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  return `${wholeCharacters(text.slice(0, Math.max(0, charactersMax - cut.length)))}${cut}`;
}

/** Without the half of a surrogate pair that a cut left at the end. */
function wholeCharacters(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1);
}

/** `web`, `api and web`, `api, shop and 3 more`. */
export function listed(names: readonly string[], namesMax: number): string {
  const shown = names.length <= namesMax ? names : names.slice(0, Math.max(1, namesMax - 1));
  const more = names.length - shown.length;
  const parts = [...shown.map((name) => plain(name)), ...(more > 0 ? [`${more} more`] : [])];
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

const cut = "...";

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
