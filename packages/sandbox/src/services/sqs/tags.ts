import type {
  ListQueueTagsRequest,
  ListQueueTagsResult,
  TagQueueRequest,
  UntagQueueRequest,
} from "@aws-sdk/client-sqs";
import type { Operation } from "../../service.ts";
import { requireQueue } from "./find-queue.ts";
import { queuePermission } from "./permission.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue: Operation<TagQueueRequest, void> = {
  permissions: (input, call) => [queuePermission("TagQueue", input.QueueUrl, call)],
  run(input, call) {
    const { tags } = requireQueue(input.QueueUrl, call);
    for (const [key, value] of Object.entries(input.Tags ?? {})) tags.set(key, value);
  },
  trail: (input) => ({
    requestParameters: { queueUrl: input.QueueUrl, tags: input.Tags },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue: Operation<UntagQueueRequest, void> = {
  permissions: (input, call) => [queuePermission("UntagQueue", input.QueueUrl, call)],
  run(input, call) {
    const { tags } = requireQueue(input.QueueUrl, call);
    for (const key of input.TagKeys ?? []) tags.delete(key);
  },
  trail: (input) => ({
    requestParameters: { queueUrl: input.QueueUrl, tagKeys: input.TagKeys },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags: Operation<ListQueueTagsRequest, ListQueueTagsResult> = {
  permissions: (input, call) => [queuePermission("ListQueueTags", input.QueueUrl, call)],
  run(input, call) {
    const { tags } = requireQueue(input.QueueUrl, call);
    return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
  },
};
