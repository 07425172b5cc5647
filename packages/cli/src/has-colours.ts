/**
 * Are colours wanted? FORCE_COLOR decides, as in Node.js, then NO_COLOR, then whether a terminal shows it.
 * https://nodejs.org/api/cli.html#force_color1-2-3 https://no-color.org
 */
export function hasColours(
  { FORCE_COLOR, NO_COLOR, TERM }: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && !NO_COLOR && TERM !== "dumb";
}
