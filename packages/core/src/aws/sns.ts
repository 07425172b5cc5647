/** The topic that people and their tools subscribe to. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { type Message, messageOf } from "../notice/message.ts";
import type { Naming } from "../notice/naming.ts";
import type { Topic } from "../ports.ts";
import { withAwsErrors } from "./errors.ts";

export interface SnsTopicOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** For the commands in the text that undo a change. */
  readonly naming: Naming;
}

export function snsTopic({ client, topicArn, naming }: SnsTopicOptions): Topic {
  return {
    async publish(notice) {
      const { subject, text, attributes } = messageOf(notice, naming);
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
