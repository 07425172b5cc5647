/** Reading members of JSON that may be anything. */
import { isJsonObject, type JsonObject } from "../model/json.ts";

/** The member, if it is a text that says something. */
export function textOf(object: JsonObject, member: string): string | undefined {
  const value = Object.hasOwn(object, member) ? object[member] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The member by its name in any case: CloudTrail has written `arn`, `aRN` and `ARN` for the same thing. */
export function textOfAnyCase(object: JsonObject, member: string): string | undefined {
  const names = Object.keys(object).filter((name) => name.toLowerCase() === member.toLowerCase());
  return names.map((name) => textOf(object, name)).find((text) => text !== undefined);
}

/** The member, or an object without members: parts of a record are left out above 100 KB, and null when empty. */
export function objectOf(object: JsonObject, member: string): JsonObject {
  const value = Object.hasOwn(object, member) ? object[member] : undefined;
  return isJsonObject(value) ? value : {};
}

/** The member's elements that are objects. */
export function objectsOf(object: JsonObject, member: string): readonly JsonObject[] {
  const value = Object.hasOwn(object, member) ? object[member] : undefined;
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The member's elements that are texts; a text that stands alone counts as one. */
export function textsOf(object: JsonObject, member: string): readonly string[] {
  const value = Object.hasOwn(object, member) ? object[member] : undefined;
  const elements: readonly unknown[] = Array.isArray(value) ? value : [value];
  return elements.filter((element) => typeof element === "string");
}
