import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListTopicsInput,
  ListTopicsResponse,
} from "@aws-sdk/client-sns";
import type { Operation } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { requireTopic } from "./find-topic.ts";
import { topicNamePermission, topicPermission } from "./permission.ts";
import { topicStore } from "./state.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export const listTopics: Operation<ListTopicsInput, ListTopicsResponse> = {
  permissions: (_, call) => [topicNamePermission("ListTopics", "*", call)],
  run(input, { sandbox, place }) {
    const { items, token } = page([...topicStore(sandbox, place).values()], input.NextToken);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...token };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const listSubscriptionsByTopic: Operation<
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse
> = {
  permissions: (input, call) => [
    topicPermission("ListSubscriptionsByTopic", requireTopic(input.TopicArn, call)),
  ],
  run(input, call) {
    const topic = requireTopic(input.TopicArn, call);
    const { items, token } = page([...topic.subscriptions.values()], input.NextToken);
    const Subscriptions = items.map(({ arn, owner, protocol, endpoint, topicArn, pending }) => ({
      SubscriptionArn: pending ? "PendingConfirmation" : arn,
      Owner: owner,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topicArn,
    }));
    return { Subscriptions, ...token };
  },
};

const pageSize = 100;

function page<T>(all: readonly T[], given: string | undefined) {
  const start = Number(Buffer.from(given ?? "", "base64").toString());
  if (!Number.isInteger(start)) throw invalidParameter("NextToken");
  const end = start + pageSize;
  const NextToken = Buffer.from(String(end)).toString("base64");
  return { items: all.slice(start, end), token: end < all.length ? { NextToken } : {} };
}
