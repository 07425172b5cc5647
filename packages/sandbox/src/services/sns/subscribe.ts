import type { SubscribeInput, SubscribeResponse } from "@aws-sdk/client-sns";
import type { Call, Operation } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { requireTopic } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";
import type { Subscription, Topic } from "./state.ts";
import { setSubscriptionAttribute } from "./subscription-attributes.ts";

/**
 * Queues and functions; the subscription is confirmed at once. Subscribing an endpoint again answers with the
 * subscription that is there. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export const subscribe: Operation<SubscribeInput, SubscribeResponse> = {
  permissions: (input, call) => [topicPermission("Subscribe", requireTopic(input.TopicArn, call))],
  run(input, call) {
    const topic = requireTopic(input.TopicArn, call);
    const protocol = requireProtocol(input.Protocol);
    const endpoint = requireEndpoint(input.Endpoint ?? "", protocol);
    const attributes = Object.entries(input.Attributes ?? {});
    const existing = [...topic.subscriptions.values()].find((one) => one.endpoint === endpoint);
    if (existing) return { SubscriptionArn: same(existing, attributes).arn };
    const subscription = newSubscription(topic, protocol, endpoint, call);
    for (const [name, value] of attributes) setSubscriptionAttribute(subscription, name, value);
    topic.subscriptions.set(subscription.arn, subscription);
    return { SubscriptionArn: subscription.arn };
  },
  trail: (input, output) => ({
    requestParameters: { topicArn: input.TopicArn, protocol: input.Protocol, endpoint: input.Endpoint },
    responseElements: { subscriptionArn: output.SubscriptionArn },
  }),
};

function requireProtocol(protocol: string | undefined): "sqs" | "lambda" {
  if (protocol === "sqs" || protocol === "lambda") return protocol;
  throw invalidParameter(`Does not support this protocol string: ${protocol}`);
}

function requireEndpoint(endpoint: string, protocol: "sqs" | "lambda"): string {
  if (endpoint.split(":")[2] !== protocol) throw invalidParameter(`${protocol.toUpperCase()} endpoint ARN`);
  if (endpoint.endsWith(".fifo")) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
  return endpoint;
}

function same(subscription: Subscription, attributes: readonly (readonly [string, string])[]): Subscription {
  if (attributes.every(([name, value]) => subscription.attributes.get(name) === value)) return subscription;
  throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
}

function newSubscription(
  topic: Topic,
  protocol: "sqs" | "lambda",
  endpoint: string,
  call: Call,
): Subscription {
  return {
    arn: `${topic.arn}:${call.sandbox.ids.uuid()}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    owner: call.caller.account,
    attributes: new Map(),
    filter: undefined,
  };
}
