import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  type SubscribeInput,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { Script } from "./script.ts";

export const topicMessages: Script = ({ sns }) => {
  let TopicArn = "";
  const publish = (message: unknown) =>
    sns.send(new PublishCommand({ TopicArn, MessageStructure: "json", Message: JSON.stringify(message) }));
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  const subscribe = (more: Partial<SubscribeInput>) =>
    sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "sqs",
        Endpoint: TopicArn.replace(":sns:", ":sqs:"),
        ...more,
      }),
    );
  return {
    "CreateTopic for messages": async () => {
      const made = await sns.send(new CreateTopicCommand({ Name: "messages" }));
      TopicArn = made.TopicArn ?? "";
      return made;
    },
    "Publish a text for each protocol": () => publish({ default: "a", sqs: "b" }),
    "Publish without a default": () => publish({ sqs: "b" }),
    "Publish a default that is no text": () => publish({ default: 1 }),
    "Publish a text for each protocol, one of which is none": () => publish({ default: "a", sqs: 1 }),
    "Publish a list for each protocol": () => publish(["a"]),
    "GetTopicAttributes of none": () =>
      sns.send(new GetTopicAttributesCommand({ TopicArn: `${TopicArn}-none` })),
    "SetTopicAttributes' name": () => set("DisplayName", "pullpass"),
    "SetTopicAttributes of an attribute that is none": () => set("Colour", "red"),
    "SetTopicAttributes' policy that is no JSON": () => set("Policy", "{"),
    "Subscribe by a protocol that is none": () => subscribe({ Protocol: "pigeon" }),
    "Subscribe with a filter that is no JSON": () => subscribe({ Attributes: { FilterPolicy: "{" } }),
    "Subscribe to none": () => subscribe({ TopicArn: `${TopicArn}-none` }),
    "Unsubscribe what is no subscription": () =>
      sns.send(
        new UnsubscribeCommand({ SubscriptionArn: `${TopicArn}:11111111-2222-3333-4444-555555555555` }),
      ),
  };
};
