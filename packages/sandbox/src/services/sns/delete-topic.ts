import type { DeleteTopicInput } from "@aws-sdk/client-sns";
import type { Operation } from "../../service.ts";
import { findTopic } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";
import { topicStore } from "./state.ts";

/** A topic that is not there is deleted already. https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html */
export const deleteTopic: Operation<DeleteTopicInput, void> = {
  permissions(input, call) {
    const topic = findTopic(input.TopicArn ?? "", call.sandbox);
    if (topic) return [topicPermission("DeleteTopic", topic)];
    return [
      { action: "sns:DeleteTopic", resource: input.TopicArn ?? "", resourceAccount: call.place.account },
    ];
  },
  run(input, { sandbox }) {
    const topic = findTopic(input.TopicArn ?? "", sandbox);
    if (topic) topicStore(sandbox, topic.place).delete(topic.name);
  },
  trail: (input) => ({ requestParameters: { topicArn: input.TopicArn }, responseElements: null }),
};
