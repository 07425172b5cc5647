/** The topic that notices and alarms come out of, and who hears them. */
import type { Key } from "aws-cdk-lib/aws-kms";
import { CfnSubscription, SubscriptionProtocol, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Subscription } from "./options.ts";

export interface NoticesProps {
  readonly subscriptions: readonly Subscription[];
  readonly key: Key | undefined;
}

export function noticesTopic(scope: Construct, { subscriptions, key }: NoticesProps): Topic {
  const topic = newTopic(scope, "Notices", key);
  for (const [index, { to, filter }] of subscriptions.entries()) {
    new CfnSubscription(scope, `Notice${index + 1}`, {
      topicArn: topic.topicArn,
      protocol: protocolOf(to) ?? "",
      endpoint: to,
      ...(filter !== undefined && { filterPolicy: filter }),
    });
  }
  return topic;
}

/** With the same notices, in the form of Amazon Q Developer in chat applications: a mail would be JSON. */
export function chatTopic(scope: Construct, key: Key | undefined): Topic {
  return newTopic(scope, "Chat", key);
}

function newTopic(scope: Construct, id: string, key: Key | undefined): Topic {
  return new Topic(scope, id, {
    displayName: "pullpass",
    enforceSSL: true,
    ...(key !== undefined && { masterKey: key }),
  });
}

/** How SNS reaches it; `undefined` if pullpass cannot tell. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function protocolOf(to: string): SubscriptionProtocol | undefined {
  return protocols.find(([form]) => form.test(to))?.[1];
}

const protocols: readonly (readonly [RegExp, SubscriptionProtocol])[] = [
  [/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/, SubscriptionProtocol.EMAIL],
  [/^https:\/\/\S+$/, SubscriptionProtocol.HTTPS],
  [/^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[\w-]+$/, SubscriptionProtocol.SQS],
  [/^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[\w-]+(?::[\w$-]+)?$/, SubscriptionProtocol.LAMBDA],
];
