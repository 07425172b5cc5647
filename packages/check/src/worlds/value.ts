/** What a template says of a value: JSON, in which some leaves are open until it is deployed. */
export type Value = string | number | boolean | null | undefined | Open | readonly Value[] | ValueObject;

export interface ValueObject {
  readonly [key: string]: Value;
}

/** What the file does not tell. */
export class Open {
  /** One noun with its clause: "the parameter Image, which has no default". */
  readonly reason: string;
  /** A word for it that may stand in a name. */
  readonly label: string;
  /** All that is known of the text; `*` is any run of characters. */
  readonly pattern: string;
  /** The text with a word in place of what is open: the same wherever the same is open. */
  readonly filled: string;

  /** Somebody holds the value to be secret. */
  readonly isHidden: boolean;

  constructor(
    reason: string,
    label: string,
    known: { readonly pattern?: string; readonly filled?: string; readonly isHidden?: boolean } = {},
  ) {
    this.reason = reason;
    this.label = label.replaceAll(/[^\w-]+/g, "-").replaceAll(/^-+|-+$/g, "") || "value";
    this.pattern = known.pattern ?? "*";
    this.filled = known.filled ?? `${this.label}${openEnd}`;
    this.isHidden = known.isHidden ?? false;
  }
}

/** How the word ends that stands for something open: no name that somebody chose does. */
const openEnd = "-open";

/** Of a text that has such words, with what the file calls what is open. */
export function calledAsWritten(text: string): string {
  return text.replaceAll(/\b([A-Za-z0-9]\w*(?:-\w+)*?)-open\b/g, (_, label) => `\${${label}}`);
}

/** Whether a text has such a word. */
export function isFilled(text: string): boolean {
  return text.includes(openEnd);
}

export function isObject(value: Value): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Open);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** A member of an object; of what is open, it is open, too. */
export function member(value: Value, key: string): Value {
  if (value instanceof Open) return new Open(value.reason, value.label);
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A list as it is, one thing as a list of it, nothing as none. */
export function listOf(value: Value): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/** As CloudFormation makes a text of it. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Texts, one behind the other; open where one of them is. */
export function joinedText(parts: readonly Value[], separator: string): Value {
  const [first] = parts.flatMap((part) => (part instanceof Open ? [part] : []));
  const texts = parts.map((part) => (part instanceof Open ? part.filled : textOf(part)));
  if (texts.some((text) => text === undefined)) return new Open("a list in place of a text", "text");
  const filled = texts.join(separator);
  if (first === undefined) return filled;
  const known = parts.map((part) => (part instanceof Open ? part.pattern : textOf(part))).join(separator);
  const reasons = new Set(parts.flatMap((part) => (part instanceof Open ? [part.reason] : [])));
  return new Open([...reasons].join(", "), first.label, { pattern: known.replaceAll(/\*+/g, "*"), filled });
}

/** Something that is open in a value; `undefined` where all of it is known. */
export function firstOpen(value: Value): Open | undefined {
  if (value instanceof Open) return value;
  const parts = isList(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const part of parts) {
    const open = firstOpen(part);
    if (open !== undefined) return open;
  }
  return undefined;
}

/** What was read from a file is JSON. */
export function asValue(value: unknown): Value {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(asValue);
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asValue(each)]));
}

/** What a text holds as JSON; the text itself where it is none. */
export function jsonIn(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
