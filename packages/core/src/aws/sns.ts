/** The topic that people and their tools subscribe to. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Message } from "../notice/message.ts";
import type { Topic } from "../notice/ports.ts";
import { withAwsErrors } from "./errors.ts";

export interface SnsTopicOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
}

export function snsTopic({ client, topicArn }: SnsTopicOptions): Topic {
  return {
    async publish({ subject, text, attributes }) {
      await withAwsErrors({ call: "sns:Publish", resource: topicArn }, () =>
        client.send(
          new PublishCommand({
            TopicArn: topicArn,
            Subject: subject,
            Message: text,
            MessageAttributes: attributesInput(attributes),
          }),
        ),
      );
    },
  };
}

function attributesInput(attributes: Message["attributes"]) {
  const entries = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { DataType: type, StringValue: value },
  ]);
  return Object.fromEntries(entries);
}
