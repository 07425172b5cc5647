/** The text that stands in the place of one that may hold a login. No secret and no image can have such a name. */
export function notShown(what: string): string {
  return `(${what}, not shown)`;
}

/** For a text of no known form. */
export const unknownMasks = {
  spaces: notShown("a text with spaces"),
  other: notShown("a text of no known form"),
} as const;
