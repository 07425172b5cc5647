import type { ListTagsOfResourceInput, TagResourceInput, UntagResourceInput } from "@aws-sdk/client-dynamodb";
import type { Operation } from "../../service.ts";
import { perform } from "./perform.ts";
import { tablePermission } from "./permission.ts";
import { fromWire, toWire } from "./wire-values.ts";

type Input = TagResourceInput | UntagResourceInput | ListTagsOfResourceInput;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export const tagResource = tagOperation("TagResource");

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export const untagResource = tagOperation("UntagResource");

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export const listTagsOfResource = tagOperation("ListTagsOfResource");

function tagOperation(name: string): Operation<Input, unknown> {
  return {
    permissions: (input, call) => [tablePermission(name, input.ResourceArn, call)],
    run: async (input, call) => fromWire(name, await perform(name, toWire(input), call)),
  };
}
