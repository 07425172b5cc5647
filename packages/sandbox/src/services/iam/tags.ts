import type {
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Tag,
  TagRoleRequest,
  UntagRoleRequest,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { invalidInput, limitExceeded } from "./errors.ts";
import { findRole, findRoleToChange } from "./find.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import { requestTags, rolePermission } from "./permission.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole: Operation<TagRoleRequest, undefined> = {
  permissions: ({ RoleName, Tags }, call) => [rolePermission("TagRole", RoleName, call, requestTags(Tags))],
  run({ RoleName, Tags }, call) {
    setTags(findRoleToChange(RoleName, call).tags, required("tags", Tags));
    return undefined;
  },
  trail: ({ RoleName, Tags }) => ({
    requestParameters: { roleName: RoleName, tags: tagsInTrail(Tags) },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole: Operation<UntagRoleRequest, undefined> = {
  permissions: ({ RoleName, TagKeys }, call) => [
    rolePermission("UntagRole", RoleName, call, { "aws:TagKeys": TagKeys ?? [] }),
  ],
  run({ RoleName, TagKeys }, call) {
    const { tags } = findRoleToChange(RoleName, call);
    const gone = new Set(required("tagKeys", TagKeys).map((key) => key.toLowerCase()));
    for (const key of [...tags.keys()]) if (gone.has(key.toLowerCase())) tags.delete(key);
    return undefined;
  },
  trail: ({ RoleName, TagKeys }) => ({
    requestParameters: { roleName: RoleName, tagKeys: TagKeys },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags: Operation<ListRoleTagsRequest, ListRoleTagsResponse> = {
  permissions: ({ RoleName }, call) => [rolePermission("ListRoleTags", RoleName, call)],
  run({ RoleName, ...request }, call) {
    const { items, ...rest } = page(tagList(findRole(RoleName, call).tags), ({ Key = "" }) => Key, request);
    return { Tags: [...items], ...rest };
  },
};

/** The tags as the API has them. */
export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** The spelling inside the list is unverified: one real record of `TagRole` would settle it. */
export function tagsInTrail(tags: readonly Tag[] | undefined) {
  return tags?.map(({ Key, Value }) => ({ key: Key, value: Value }));
}

/**
 * Sets tags, or none of them. Keys are the same whatever their case:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 * @throws InvalidInputException, LimitExceededException
 */
export function setTags(tags: Map<string, string>, set: readonly Tag[]): void {
  const result = new Map([...tags].map(([key, value]) => [key.toLowerCase(), [key, value] as const]));
  const keys = new Set<string>();
  for (const { Key, Value } of set) {
    const [key, value] = [required("tags.1.member.key", Key), required("tags.1.member.value", Value)];
    requireFree(key);
    if (keys.has(key.toLowerCase())) {
      throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    keys.add(key.toLowerCase());
    result.set(key.toLowerCase(), [result.get(key.toLowerCase())?.[0] ?? key, value]);
  }
  if (result.size > mostTags) throw limitExceeded(`Cannot exceed quota for TagsPerRole: ${mostTags}`);
  tags.clear();
  for (const [key, value] of result.values()) tags.set(key, value);
}

const mostTags = 50;
function requireFree(key: string): void {
  if (/^aws:/i.test(key))
    throw invalidInput("Tag keys that begin with 'aws:' are reserved for internal use.");
}
