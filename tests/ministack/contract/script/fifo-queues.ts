import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { Script } from "./script.ts";

const entry = (Id: string, MessageGroupId: string | undefined, MessageDeduplicationId?: string) => ({
  Id,
  MessageBody: Id,
  MessageGroupId,
  MessageDeduplicationId,
});

export const fifoQueues: Script = ({ sqs }) => {
  let QueueUrl = "";
  let ReceiptHandle = "";
  let SourceArn = "";
  const create = (QueueName: string) =>
    sqs.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: "true" } }));
  const send = (...Entries: SendMessageBatchRequestEntry[]) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  /** The groups in which messages come, for these are what is promised. */
  const receive = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["MessageGroupId"],
      }),
    );
    ReceiptHandle = Messages.find(({ Body }) => Body === "a1")?.ReceiptHandle ?? ReceiptHandle;
    return Object.fromEntries(Messages.map(({ Body = "", Attributes }) => [Body, Attributes]));
  };
  const move = (arn: string) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
  return {
    "CreateQueue for groups": async () => {
      const made = await create("groups.fifo");
      QueueUrl = made.QueueUrl ?? "";
      SourceArn = `arn:aws:sqs:us-east-1:${new URL(QueueUrl).pathname.split("/")[1]}:groups.fifo`;
      return made;
    },
    "SendMessageBatch without a group": () => send(entry("a", "a", "0"), entry("b", undefined, "1")),
    "SendMessageBatch with nothing to tell one from others": () =>
      send(entry("a", "a", "2"), entry("b", "b")),
    "SendMessageBatch of two with one id": () => send(entry("a", "a", "3"), entry("a", "a", "4")),
    "SendMessageBatch of two groups": () =>
      send(entry("a1", "a", "5"), entry("b1", "b", "6"), entry("a2", "a", "7")),
    "SendMessageBatch once more": () => send(entry("a1", "a", "5")),
    "ReceiveMessage of all": receive,
    "ReceiveMessage while they are in flight": receive,
    "ChangeMessageVisibility to now": () =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
    "ReceiveMessage of one that is visible again, later ones in flight": receive,
    "SetQueueAttributes of an attribute that is none": () =>
      sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { Colour: "red" } as Record<string, string> }),
      ),
    "SetQueueAttributes of a timeout that is too long": () =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "50000" } })),
    "StartMessageMoveTask from no dead-letter queue": () => move(SourceArn),
    "StartMessageMoveTask from none": () => move(SourceArn.replace("groups", "none")),
    "ListMessageMoveTasks of none": () =>
      sqs.send(new ListMessageMoveTasksCommand({ SourceArn: SourceArn.replace("groups", "none") })),
    DeleteQueue: () => sqs.send(new DeleteQueueCommand({ QueueUrl })),
    "CreateQueue of one that was just deleted": () => create("groups.fifo"),
  };
};
