import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  type PublishInput,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageRequest,
} from "@aws-sdk/client-sqs";
import type { Script } from "./script.ts";

export const sqs: Script = ({ sqs }) => {
  let QueueUrl = "";
  let ReceiptHandle = "";
  const create = (QueueName: string, FifoQueue: string) =>
    sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue } }));
  const send = (more: Partial<SendMessageRequest> = {}) =>
    sqs.send(
      new SendMessageCommand({
        ...{ QueueUrl, MessageBody: "work", MessageGroupId: "role", MessageDeduplicationId: "1" },
        ...more,
      }),
    );
  return {
    CreateQueue: async () => {
      const made = await create("work.fifo", "true");
      QueueUrl = made.QueueUrl ?? "";
      return made;
    },
    "CreateQueue again": () => create("work.fifo", "true"),
    "CreateQueue that is first in, first out, but not by name": () => create("work", "true"),
    GetQueueUrl: () => sqs.send(new GetQueueUrlCommand({ QueueName: "work.fifo" })),
    "GetQueueUrl of none": () => sqs.send(new GetQueueUrlCommand({ QueueName: "none" })),
    SendMessage: () => send(),
    "SendMessage once more": () => send(),
    "SendMessage without a group": () => send({ MessageGroupId: undefined }),
    "SendMessage with nothing to tell it from others": () => send({ MessageDeduplicationId: undefined }),
    "SendMessage without a body": () => send({ MessageBody: "" }),
    "SendMessage to none": () => send({ QueueUrl: QueueUrl.replace("work.fifo", "none.fifo") }),
    SendMessageBatch: () =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: [
            { Id: "a", MessageBody: "a", MessageGroupId: "a", MessageDeduplicationId: "a" },
            { Id: "b", MessageBody: "b", MessageGroupId: "b", MessageDeduplicationId: "b" },
          ],
        }),
      ),
    "SendMessageBatch of nothing": () => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] })),
    ReceiveMessage: async () => {
      const received = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MessageSystemAttributeNames: ["ApproximateReceiveCount", "MessageGroupId"],
        }),
      );
      ReceiptHandle = received.Messages?.[0]?.ReceiptHandle ?? "";
      return received;
    },
    DeleteMessage: () => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    GetQueueAttributes: () =>
      sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["FifoQueue", "VisibilityTimeout"] }),
      ),
  };
};

export const sns: Script = ({ sns, sqs }) => {
  let TopicArn = "";
  const publish = (more: Partial<PublishInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn, Subject: "pullpass", Message: "Notice.", ...more }));
  return {
    CreateTopic: async () => {
      const made = await sns.send(new CreateTopicCommand({ Name: "notices" }));
      TopicArn = made.TopicArn ?? "";
      return made;
    },
    "CreateTopic again": () => sns.send(new CreateTopicCommand({ Name: "notices" })),
    "CreateTopic with a name that may not be": () => sns.send(new CreateTopicCommand({ Name: "a b" })),
    "sqs:CreateQueue for a subscriber": () => sqs.send(new CreateQueueCommand({ QueueName: "notices" })),
    Subscribe: () =>
      sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: "sqs",
          Endpoint: TopicArn.replace(":sns:", ":sqs:"),
          ReturnSubscriptionArn: true,
        }),
      ),
    ListSubscriptionsByTopic: () => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn })),
    Publish: () => publish({ MessageAttributes: { project: { DataType: "String", StringValue: "web" } } }),
    "Publish nothing": () => publish({ Message: "" }),
    "Publish with a subject of two lines": () => publish({ Subject: "a\nb" }),
    "Publish with a subject of 101 characters": () => publish({ Subject: "a".repeat(101) }),
    "Publish with an empty attribute": () =>
      publish({ MessageAttributes: { project: { DataType: "String", StringValue: "" } } }),
    "Publish to none": () => publish({ TopicArn: `${TopicArn}-none` }),
  };
};
