import type {
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  SetTopicAttributesInput,
} from "@aws-sdk/client-sns";
import type { Operation } from "../../service.ts";
import { requireTopic } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";
import { checkTopicAttribute } from "./topic-attribute-rules.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes: Operation<GetTopicAttributesInput, GetTopicAttributesResponse> = {
  permissions: (input, call) => [topicPermission("GetTopicAttributes", requireTopic(input.TopicArn, call))],
  run(input, call) {
    const topic = requireTopic(input.TopicArn, call);
    const Attributes = {
      ...Object.fromEntries(topic.attributes),
      TopicArn: topic.arn,
      Owner: topic.place.account,
      SubscriptionsConfirmed: String(topic.subscriptions.size),
      SubscriptionsPending: "0",
      SubscriptionsDeleted: "0",
    };
    return { Attributes };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const setTopicAttributes: Operation<SetTopicAttributesInput, void> = {
  permissions: (input, call) => [topicPermission("SetTopicAttributes", requireTopic(input.TopicArn, call))],
  run(input, call) {
    const { AttributeName = "", AttributeValue = "" } = input;
    checkTopicAttribute(AttributeName, AttributeValue, call);
    requireTopic(input.TopicArn, call).attributes.set(AttributeName, AttributeValue);
  },
  trail: (input) => ({
    requestParameters: {
      topicArn: input.TopicArn,
      attributeName: input.AttributeName,
      attributeValue: input.AttributeValue,
    },
    responseElements: null,
  }),
};
