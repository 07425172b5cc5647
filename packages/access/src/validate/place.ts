/** Places in a document, as JSON paths: https://www.rfc-editor.org/rfc/rfc9535 */
import { type Fault, refused } from "./fault.ts";

export interface Placed {
  readonly path: string;
  readonly text: string;
}

/** The member or the item below the path. */
export function below(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** A value, or each of a list's, with its place. */
export function eachOf(value: unknown, path: string): readonly (readonly [unknown, string])[] {
  if (!Array.isArray(value)) return [[value, path]];
  return value.map((item: unknown, index) => [item, below(path, index)] as const);
}

/** The strings of an element that is one or a list of them; what is no string is a fault. */
export function textsAt(
  value: unknown,
  path: string,
): { texts: readonly Placed[]; faults: readonly Fault[] } {
  const all = eachOf(value, path);
  return {
    texts: all.flatMap(([text, at]) => (typeof text === "string" ? [{ path: at, text }] : [])),
    faults: all.flatMap(([text, at]) =>
      typeof text === "string" ? [] : [refused("element-type", at, "This must be a string.")],
    ),
  };
}
