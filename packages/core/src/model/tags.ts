import { isJsonObject } from "./json.ts";

/** Tags by key, as they are on a secret, a project or a role. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Tags from AWS's list of pairs: `Key` and `Value` (Secrets Manager, IAM) or `key` and `value` (CodeBuild). A tag
 * without a value has the empty one; what is no tag is left out.
 */
export function tagsOf(list: unknown): Tags {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(list.flatMap((tag) => pair(tag)));
}

/** The value of a tag; own members only, so that no key finds what every object inherits. */
export function tagValue(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

function pair(tag: unknown): [key: string, value: string][] {
  if (!isJsonObject(tag)) return [];
  const key = tag.Key ?? tag.key;
  const value = tag.Value ?? tag.value ?? "";
  return typeof key === "string" && typeof value === "string" ? [[key, value]] : [];
}
