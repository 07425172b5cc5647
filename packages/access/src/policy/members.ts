/** Members of JSON that nobody has checked yet. */
import { InvalidPolicy } from "./invalid-policy.ts";

export type Members = Readonly<Record<string, unknown>>;

/** @throws InvalidPolicy */
export function membersOf(value: unknown, where: string): Members {
  if (isMembers(value)) return value;
  throw new InvalidPolicy(`${where} must be an object`);
}

/** A string or a list of strings, which is not empty. @throws InvalidPolicy */
export function textsOf(value: unknown, where: string): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.length === 0) throw new InvalidPolicy(`${where} must not be empty`);
  return texts.map((text) => {
    if (typeof text === "string") return text;
    throw new InvalidPolicy(`${where} must be a string or a list of strings`);
  });
}

/** Own members only: `constructor` in a document is a name like any other. */
export function member(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
