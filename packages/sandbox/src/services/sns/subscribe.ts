import type { SubscribeInput, SubscribeResponse } from "@aws-sdk/client-sns";
import type { Call, Operation } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { requireTopic } from "./find-topic.ts";
import { topicPermission } from "./permission.ts";
import type { Subscription, SubscriptionProtocol, Topic } from "./state.ts";
import { setSubscriptionAttribute } from "./subscription-attributes.ts";

/**
 * Queues and functions confirm at once. Addresses and URLs never do: nobody follows the link that they are sent. Subscribing an endpoint again answers with the
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
    if (existing) return answer(same(existing, attributes), input);
    const subscription = newSubscription(topic, protocol, endpoint, call);
    for (const [name, value] of attributes) setSubscriptionAttribute(subscription, name, value);
    topic.subscriptions.set(subscription.arn, subscription);
    return answer(subscription, input);
  },
  trail: (input, output) => ({
    requestParameters: { topicArn: input.TopicArn, protocol: input.Protocol, endpoint: input.Endpoint },
    responseElements: { subscriptionArn: output.SubscriptionArn },
  }),
};

/** The ARN is told once it is confirmed, or to who asks for it. */
function answer(
  { arn, pending }: Subscription,
  { ReturnSubscriptionArn }: SubscribeInput,
): SubscribeResponse {
  return { SubscriptionArn: pending && ReturnSubscriptionArn !== true ? "pending confirmation" : arn };
}

const protocols: readonly SubscriptionProtocol[] = ["sqs", "lambda", "email", "email-json", "http", "https"];

function requireProtocol(protocol: string | undefined): SubscriptionProtocol {
  const known = protocols.find((each) => each === protocol);
  if (known !== undefined) return known;
  throw invalidParameter(`Does not support this protocol string: ${protocol}`);
}

function isConfirmedAtOnce(protocol: SubscriptionProtocol): boolean {
  return protocol === "sqs" || protocol === "lambda";
}

function requireEndpoint(endpoint: string, protocol: SubscriptionProtocol): string {
  if (!isConfirmedAtOnce(protocol)) return requireAddress(endpoint, protocol);
  if (endpoint.split(":")[2] !== protocol) throw invalidParameter(`${protocol.toUpperCase()} endpoint ARN`);
  if (endpoint.endsWith(".fifo")) {
    throw invalidParameter(
      "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
  return endpoint;
}

/** AWS's texts are unverified: a wrong address and a wrong URL would settle them. */
function requireAddress(endpoint: string, protocol: SubscriptionProtocol): string {
  const form = protocol.startsWith("email") ? /^[^\s@]+@[^\s@]+$/ : new RegExp(`^${protocol}://\\S+$`);
  if (form.test(endpoint)) return endpoint;
  throw invalidParameter(
    protocol.startsWith("email") ? "Email address" : "Endpoint must match the specified protocol",
  );
}

function same(subscription: Subscription, attributes: readonly (readonly [string, string])[]): Subscription {
  if (attributes.every(([name, value]) => subscription.attributes.get(name) === value)) return subscription;
  throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
}

function newSubscription(
  topic: Topic,
  protocol: SubscriptionProtocol,
  endpoint: string,
  call: Call,
): Subscription {
  return {
    arn: `${topic.arn}:${call.sandbox.ids.uuid()}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    pending: !isConfirmedAtOnce(protocol),
    owner: call.caller.account,
    attributes: new Map(),
    filter: undefined,
  };
}
