import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Subscription, TopicMessage } from "./state.ts";

/** The JSON text that a queue gets. https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html */
export function queueBody(message: TopicMessage, subscription: Subscription): string {
  const { SigningCertUrl, UnsubscribeUrl, MessageAttributes, ...members } = notification(
    message,
    subscription,
  );
  const attributes = Object.keys(MessageAttributes).length > 0 ? { MessageAttributes } : {};
  return JSON.stringify({
    ...members,
    SigningCertURL: SigningCertUrl,
    UnsubscribeURL: UnsubscribeUrl,
    ...attributes,
  });
}

/** The event that a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(message: TopicMessage, subscription: Subscription) {
  const { Subject = null, ...members } = notification(message, subscription);
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: subscription.arn,
    Sns: { Subject, ...members },
  };
  return { Records: [record] };
}

function notification({ id, topicArn, subject, text, attributes, at }: TopicMessage, { arn }: Subscription) {
  const host = `https://sns.${topicArn.split(":")[3]}.amazonaws.com`;
  return {
    Type: "Notification",
    MessageId: id,
    TopicArn: topicArn,
    ...(subject && { Subject: subject }),
    Message: text,
    Timestamp: at.toISOString(),
    SignatureVersion: "1",
    Signature: "EXAMPLE",
    SigningCertUrl: `${host}/SimpleNotificationService-00000000000000000000000000000000.pem`,
    UnsubscribeUrl: `${host}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
    MessageAttributes: typedValues(attributes),
  };
}

function typedValues(attributes: Readonly<Record<string, MessageAttributeValue>>) {
  const typed = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const Value = StringValue ?? Buffer.from(BinaryValue ?? []).toString("base64");
    return [name, { Type: DataType ?? "", Value }] as const;
  });
  return Object.fromEntries(typed);
}
