/**
 * JSON, indented, in which the characters that move the cursor, or reorder or hide text, are escaped: it is read in
 * terminals too, and means the same.
 */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  // Most texts have none of the characters, and this is found out many times as fast.
  return /[^\n -~]/.test(text) ? text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped) : text;
}

/** The same in pieces, so that not all of it is in the memory at once; whatever can be iterated is a list. */
export function* safeJsonPieces(value: unknown, indent = ""): Iterable<string> {
  const inner = `${indent}  `;
  if (typeof value !== "object" || value === null || !isLong(value)) {
    yield safeJson(value).replaceAll("\n", `\n${indent}`);
  } else if (isList(value)) {
    yield* enclosed("[]", indent, membersOf(listed(value), inner));
  } else {
    yield* enclosed("{}", indent, membersOf(Object.entries(value), inner));
  }
}

/** Does it hold rows that are unfolded one after the other, or many of anything? A row itself is written at once. */
function isLong(value: object, depth = 0): boolean {
  if (isList(value) && !Array.isArray(value)) return true;
  const members: readonly unknown[] = Object.values(value);
  if (members.length > membersMost) return true;
  if (depth === depthMax) return false;
  return members.some((each) => typeof each === "object" && each !== null && isLong(each, depth + 1));
}

const membersMost = 100;

/** Deeper than the rows of any form of an audit. */
const depthMax = 5;

type Member = readonly [key: string | undefined, value: unknown];

function isList(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function* listed(items: Iterable<unknown>): Iterable<Member> {
  for (const item of items) yield [undefined, item];
}

function* membersOf(members: Iterable<Member>, indent: string): Iterable<string> {
  let before = "";
  for (const [key, value] of members) {
    if (value === undefined) continue;
    const start = `${before}\n${indent}${key === undefined ? "" : nameOf(key)}`;
    if (typeof value === "object" && value !== null) {
      yield start;
      yield* safeJsonPieces(value, indent);
    } else {
      yield start + safeJson(value);
    }
    before = ",";
  }
}

/** There are few, and they come with each row. */
function nameOf(key: string): string {
  const known = names.get(key) ?? `${safeJson(key)}: `;
  if (names.size < namesKept) names.set(key, known);
  return known;
}

const namesKept = 1_000;
const names = new Map<string, string>();

function* enclosed(
  [open = "", close = ""]: string,
  indent: string,
  pieces: Iterable<string>,
): Iterable<string> {
  yield open;
  let isEmpty = true;
  for (const piece of pieces) {
    isEmpty = false;
    yield piece;
  }
  yield isEmpty ? close : `\n${indent}${close}`;
}

/** By UTF-16's units, as JSON has it. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
