import type {
  ListResourceTagsRequest,
  ListResourceTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-kms";
import type { Operation } from "../../service.ts";
import { findKeyToChange } from "./find-key.ts";
import { requireNotDeleting } from "./key-requirements.ts";
import { page } from "./page.ts";
import { keyPermission, requestTags } from "./permission.ts";
import { withTags } from "./tag-rules.ts";
import { keyTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<TagResourceRequest, undefined> = {
  permissions: (input, call) => [
    keyPermission("TagResource", findKeyToChange(input.KeyId, call), call, requestTags(input.Tags)),
  ],
  run(input, call) {
    const key = requireNotDeleting(findKeyToChange(input.KeyId, call));
    key.tags = withTags(key.tags, input.Tags ?? []);
    return undefined;
  },
  trail(input, _, call) {
    const tags = input.Tags?.map(({ TagKey, TagValue }) => ({ tagKey: TagKey, tagValue: TagValue }));
    return keyTrail(findKeyToChange(input.KeyId, call), { keyId: input.KeyId, tags }, null);
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<UntagResourceRequest, undefined> = {
  permissions: (input, call) => [
    keyPermission("UntagResource", findKeyToChange(input.KeyId, call), call, {
      "aws:TagKeys": input.TagKeys ?? [],
    }),
  ],
  run(input, call) {
    const key = requireNotDeleting(findKeyToChange(input.KeyId, call));
    key.tags = key.tags.filter(({ TagKey }) => !input.TagKeys?.includes(TagKey ?? ""));
    return undefined;
  },
  trail: (input, _, call) =>
    keyTrail(findKeyToChange(input.KeyId, call), { keyId: input.KeyId, tagKeys: input.TagKeys }, null),
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags: Operation<ListResourceTagsRequest, ListResourceTagsResponse> = {
  permissions: (input, call) => [keyPermission("ListResourceTags", findKeyToChange(input.KeyId, call), call)],
  run(input, call) {
    const { items, ...rest } = page(findKeyToChange(input.KeyId, call).tags, {
      ...input,
      Limit: input.Limit ?? 50,
    });
    return { Tags: [...items], ...rest };
  },
};
