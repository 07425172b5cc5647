import type { BatchResultErrorEntry, PublishBatchInput, PublishBatchResponse } from "@aws-sdk/client-sns";
import { awsError } from "../../errors.ts";
import type { Operation } from "../../service.ts";
import { requireTopic } from "./find-topic.ts";
import { messageBytes } from "./message-rules.ts";
import { topicPermission } from "./permission.ts";
import { publishMessage } from "./publish.ts";

/**
 * Each message by itself: one that is wrong keeps no other back. A caller needs the permission to publish.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export const publishBatch: Operation<PublishBatchInput, PublishBatchResponse> = {
  permissions: ({ TopicArn = "" }, call) => [topicPermission("Publish", requireTopic(TopicArn, call))],
  run({ TopicArn = "", PublishBatchRequestEntries: entries = [] }, call) {
    const topic = requireTopic(TopicArn, call);
    if (entries.length === 0)
      throw awsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    if (entries.length > entriesMax) {
      throw awsError(
        "TooManyEntriesInBatchRequest",
        `Maximum number of entries per request are ${entriesMax}. You have sent ${entries.length}.`,
      );
    }
    if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
      throw awsError(
        "BatchEntryIdsNotDistinct",
        "Two or more batch entries in the request have the same Id.",
      );
    }
    const bytes = entries.map(({ Message = "", MessageAttributes = {} }) =>
      messageBytes(Message, MessageAttributes),
    );
    if (bytes.reduce((sum, each) => sum + each, 0) > bytesMax) {
      throw awsError(
        "BatchRequestTooLong",
        "The length of all the batch messages put together is more than the limit.",
      );
    }
    const Successful: { Id: string; MessageId: string }[] = [];
    const Failed: BatchResultErrorEntry[] = [];
    for (const entry of entries) {
      const Id = entry.Id ?? "";
      try {
        Successful.push({ Id, MessageId: publishMessage(topic, entry, call) });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        Failed.push({ Id, Code: error.name, Message: error.message, SenderFault: true });
      }
    }
    return { Successful, Failed };
  },
};

const entriesMax = 10;
const bytesMax = 262_144;
