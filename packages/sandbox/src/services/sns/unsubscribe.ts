import type { UnsubscribeInput } from "@aws-sdk/client-sns";
import type { Operation } from "../../service.ts";
import { requireTopicOf } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";

/**
 * https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html. What is no subscription any more is unsubscribed again:
 * https://github.com/localstack/localstack/blob/main/tests/aws/services/sns/test_sns.py (`test_unsubscribe_idempotency`)
 */
export const unsubscribe: Operation<UnsubscribeInput, void> = {
  permissions: (input, call) => [topicPermission("Unsubscribe", requireTopicOf(input.SubscriptionArn, call))],
  run(input, call) {
    requireTopicOf(input.SubscriptionArn, call).subscriptions.delete(input.SubscriptionArn ?? "");
  },
  trail: (input) => ({
    requestParameters: { subscriptionArn: input.SubscriptionArn },
    responseElements: null,
  }),
};
