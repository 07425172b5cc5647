/** JSON that is to be copied, broken so that it is easy to read and still means the same. */
import { plainJson } from "./plain.ts";

/** What fits on a line stays on it, and the rest is a member a line. No text in it is broken. */
export function jsonLines(json: string, width: number | undefined): readonly string[] {
  if (width === undefined || json.length <= width) return [json];
  return lined(JSON.parse(json), "", "", width);
}

function lined(value: unknown, before: string, after: string, width: number): readonly string[] {
  const whole = `${before}${plainJson(value)}${after}`;
  if (whole.length <= width || typeof value !== "object" || value === null) return [whole];
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((each) => ["", each] as const)
    : Object.entries(value).map(([key, each]) => [`${plainJson(key)}: `, each] as const);
  const [open, close] = isList ? "[]" : "{}";
  const inside = members.flatMap(([name, each], index) =>
    lined(each, name, index === members.length - 1 ? "" : ",", width - indent.length),
  );
  return [`${before}${open}`, ...inside.map((line) => `${indent}${line}`), `${close}${after}`];
}

const indent = "  ";
