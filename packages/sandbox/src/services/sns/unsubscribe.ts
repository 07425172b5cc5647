import type { UnsubscribeInput } from "@aws-sdk/client-sns";
import type { Operation } from "../../service.ts";
import { requireSubscription } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export const unsubscribe: Operation<UnsubscribeInput, void> = {
  permissions: (input, call) => [
    topicPermission("Unsubscribe", requireSubscription(input.SubscriptionArn, call).topic),
  ],
  run(input, call) {
    const { topic, subscription } = requireSubscription(input.SubscriptionArn, call);
    topic.subscriptions.delete(subscription.arn);
  },
  trail: (input) => ({
    requestParameters: { subscriptionArn: input.SubscriptionArn },
    responseElements: null,
  }),
};
