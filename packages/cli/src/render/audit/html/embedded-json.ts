/**
 * JSON for an element of a page: no character in it can end the element, begin a comment, or reorder what stands around
 * it. It means the same. https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** By UTF-16's units, as JSON has it. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
