import type { Tags } from "@pullpass/core/parts";
import { tagsOf } from "@pullpass/core/parts";
import { isObject, listOf, member, textOf, type Value } from "../worlds/value.ts";

/** As a list of pairs, or as Terraform has them. A tag of which something is open is not known to be there. */
export function tagsFrom(tags: Value): Tags {
  if (isObject(tags))
    return Object.fromEntries(
      Object.entries(tags).flatMap(([key, value]) =>
        typeof value === "string" ? [[key, value] as const] : [],
      ),
    );
  return tagsOf(
    listOf(tags).flatMap((tag) => {
      const [key, value] = [textOf(member(tag, "Key")), textOf(member(tag, "Value"))];
      return key === undefined || value === undefined ? [] : [{ Key: key, Value: value }];
    }),
  );
}
