import type {
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  SetSubscriptionAttributesInput,
} from "@aws-sdk/client-sns";
import type { Call, Operation, Permission } from "../../service.ts";
import { compilePattern, type Matches } from "../events/pattern/compile.ts";
import { InvalidPattern } from "../events/pattern/invalid-pattern.ts";
import { invalidParameter } from "./errors.ts";
import { requireSubscription } from "./find-topic.ts";
import type { Subscription } from "./state.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export const getSubscriptionAttributes: Operation<
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse
> = {
  permissions: (input, call) => [
    subscriptionPermission("GetSubscriptionAttributes", input.SubscriptionArn, call),
  ],
  run(input, call) {
    const { subscription } = requireSubscription(input.SubscriptionArn, call);
    const Attributes = {
      RawMessageDelivery: "false",
      ...(subscription.filter && { FilterPolicyScope: "MessageAttributes" }),
      ...Object.fromEntries(subscription.attributes),
      SubscriptionArn: subscription.arn,
      TopicArn: subscription.topicArn,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      Owner: subscription.owner,
      PendingConfirmation: String(subscription.pending),
      ConfirmationWasAuthenticated: String(!subscription.pending),
    };
    return { Attributes };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const setSubscriptionAttributes: Operation<SetSubscriptionAttributesInput, void> = {
  permissions: (input, call) => [
    subscriptionPermission("SetSubscriptionAttributes", input.SubscriptionArn, call),
  ],
  run(input, call) {
    const { subscription } = requireSubscription(input.SubscriptionArn, call);
    setSubscriptionAttribute(subscription, input.AttributeName ?? "", input.AttributeValue ?? "");
  },
  trail: (input) => ({
    requestParameters: {
      subscriptionArn: input.SubscriptionArn,
      attributeName: input.AttributeName,
      attributeValue: input.AttributeValue,
    },
    responseElements: null,
  }),
};

/** @throws InvalidParameterException */
export function setSubscriptionAttribute(subscription: Subscription, name: string, value: string): void {
  switch (name) {
    case "FilterPolicy":
      subscription.filter = value === "" || value === "{}" ? undefined : readFilter(value);
      break;
    case "FilterPolicyScope":
      requireOneOf(name, value, ["MessageAttributes", "MessageBody"]);
      break;
    case "RawMessageDelivery":
      requireOneOf(name, value, ["true", "false"]);
      break;
    default:
      throw invalidParameter("AttributeName");
  }
  if (value === "") subscription.attributes.delete(name);
  else subscription.attributes.set(name, value);
}

/** Filter policies are event patterns. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
function readFilter(text: string): Matches {
  try {
    return compilePattern(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof InvalidPattern || error instanceof SyntaxError)) throw error;
    throw invalidParameter(`FilterPolicy: ${error.message}`);
  }
}

function requireOneOf(name: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) throw invalidParameter(`${name}: Invalid value [${value}]`);
}

function subscriptionPermission(action: string, arn: string | undefined, call: Call): Permission {
  const { topic } = requireSubscription(arn, call);
  return { action: `sns:${action}`, resource: topic.arn, resourceAccount: topic.place.account };
}
