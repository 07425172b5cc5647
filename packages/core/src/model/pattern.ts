/**
 * Does the whole text fit the pattern? `*` is any run of characters, none included; all else is itself. Each part is
 * looked for once, from where the one before it ended: no pattern is a regular expression, and none is slow.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return pattern === text;
  if (!text.startsWith(head)) return false;
  let reached = head.length;
  for (const part of rest) {
    const at = text.indexOf(part, reached);
    if (at === -1) return false;
    reached = at + part.length;
  }
  return reached + tail.length <= text.length && text.endsWith(tail);
}
