import { setImmediate as nextTurn } from "node:timers/promises";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { newAccount } from "./support/account.ts";

test("a message comes back as it was sent, with attributes that the client's digests confirm", async () => {
  const { queue, send, receive } = await newAccount();
  const url = await queue("work");
  const MessageAttributes = {
    kind: { DataType: "String", StringValue: "größe" },
    count: { DataType: "Number", StringValue: "7" },
    bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 1, 255]) },
  };
  const sent = await send(url, "hello ✓", { MessageAttributes });
  const [message] = await receive(url);
  expect(message).toMatchObject({ MessageId: sent.MessageId, Body: "hello ✓", MessageAttributes });
  expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: "1", SenderId: "111122223333" });
});

test("a received message is hidden for its visibility timeout, then seen again and counted", async () => {
  const { queue, send, receive, pass } = await newAccount();
  const url = await queue("work", { VisibilityTimeout: "60" });
  await send(url, "once");
  expect(await receive(url)).toHaveLength(1);
  await pass(59_999);
  expect(await receive(url)).toEqual([]);
  await pass(1);
  const [again] = await receive(url);
  expect(again?.Attributes?.ApproximateReceiveCount).toBe("2");
});

test("the visibility of a message in flight can be extended, ended, and not changed once it is over", async () => {
  const { sqs, queue, send, receive, pass } = await newAccount();
  const QueueUrl = await queue("work", { VisibilityTimeout: "10" });
  await send(QueueUrl, "once");
  const change = async (VisibilityTimeout: number, ReceiptHandle: string | undefined) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  const [first] = await receive(QueueUrl);
  await change(100, first?.ReceiptHandle);
  await pass(50_000);
  expect(await receive(QueueUrl)).toEqual([]);
  await change(0, first?.ReceiptHandle);
  expect(await receive(QueueUrl)).toHaveLength(1);
  await pass(10_000);
  await expect(change(5, first?.ReceiptHandle)).rejects.toMatchObject({ name: "MessageNotInflight" });
  await expect(change(5, "rubbish")).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
});

test("a delayed message stays away until its delay is over; its own delay counts before the queue's", async () => {
  const { queue, send, receive, pass } = await newAccount();
  const url = await queue("work", { DelaySeconds: "30" });
  await send(url, "late");
  await send(url, "soon", { DelaySeconds: 5 });
  expect(await receive(url)).toEqual([]);
  await pass(5000);
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(["soon"]);
  await pass(25_000);
  expect((await receive(url)).map(({ Body }) => Body)).toContain("late");
});

test("a deleted message never returns; an old handle deletes nothing", async () => {
  const { sqs, queue, send, receive, pass } = await newAccount();
  const QueueUrl = await queue("work", { VisibilityTimeout: "10" });
  await send(QueueUrl, "once");
  const [first] = await receive(QueueUrl);
  await pass(10_000);
  const [second] = await receive(QueueUrl);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  await pass(10_000);
  expect(await receive(QueueUrl)).toHaveLength(1);
  expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
});

test("a message received too often goes to the dead-letter queue with its id and where it comes from", async () => {
  const { queue, queueArn, send, receive, pass } = await newAccount();
  const dead = await queue("dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: "2" });
  const url = await queue("work", { RedrivePolicy, VisibilityTimeout: "1" });
  const { MessageId } = await send(url, "poison");
  for (const _ of [1, 2]) {
    expect(await receive(url)).toHaveLength(1);
    await pass(1000);
  }
  expect(await receive(url)).toEqual([]);
  const [letter] = await receive(dead);
  expect(letter).toMatchObject({ MessageId, Body: "poison" });
  expect(letter?.Attributes?.DeadLetterQueueSourceArn).toBe(queueArn("work"));
});

test("a message that nobody received in time is gone after the retention period", async () => {
  const { queue, send, receive, pass } = await newAccount();
  const url = await queue("work", { MessageRetentionPeriod: "60" });
  await send(url, "old");
  await pass(61_000);
  expect(await receive(url)).toEqual([]);
});

test("long polling answers when a message arrives, and with nothing when the wait is over", async () => {
  const { sandbox, queue, send, receive } = await newAccount({ clock: "wall" });
  const url = await queue("work");
  const waiting = receive(url, { WaitTimeSeconds: 20 });
  await send(url, "here");
  expect(await waiting).toHaveLength(1);
  const asked = new Promise<void>((resolve) => sandbox.before(() => resolve()));
  const empty = receive(url, { WaitTimeSeconds: 20 });
  await asked;
  // What follows the hook takes no real time: after one turn of the event loop it waits for the clock.
  await nextTurn();
  await sandbox.clock.advance(20_000);
  expect(await empty).toEqual([]);
});

test("a batch tells which of its messages were refused, and why", async () => {
  const { sqs, queue, receive } = await newAccount();
  const QueueUrl = await queue("work");
  const Entries = [
    { Id: "good", MessageBody: "1" },
    { Id: "bad", MessageBody: "\u0000" },
    { Id: "late", MessageBody: "3", DelaySeconds: 901 },
  ];
  const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(Successful?.map(({ Id }) => Id)).toEqual(["good"]);
  expect(Failed?.map(({ Id, Code }) => [Id, Code])).toEqual([
    ["bad", "InvalidMessageContents"],
    ["late", "InvalidParameterValue"],
  ]);
  const handles = (await receive(QueueUrl)).map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: [...handles, { Id: "x", ReceiptHandle: "no" }] }),
  );
  expect(deleted.Successful).toHaveLength(1);
  expect(deleted.Failed).toMatchObject([{ Id: "x", Code: "ReceiptHandleIsInvalid", SenderFault: true }]);
});

test.each([
  ["none", [], "EmptyBatchRequest"],
  ["eleven", Array.from({ length: 11 }, (_, index) => String(index)), "TooManyEntriesInBatchRequest"],
  ["an id twice", ["a", "a"], "BatchEntryIdsNotDistinct"],
  ["an odd id", ["a b"], "InvalidBatchEntryId"],
])("a batch of %s is refused", async (_, ids, name) => {
  const { sqs, queue } = await newAccount();
  const Entries = ids.map((Id) => ({ Id, MessageBody: "x" }));
  const sending = sqs.send(new SendMessageBatchCommand({ QueueUrl: await queue("work"), Entries }));
  await expect(sending).rejects.toMatchObject({ name });
});

test.each([
  ["an empty body", "work", "", {}, "MissingParameter"],
  ["a control character", "work", "a\u0007", {}, "InvalidMessageContents"],
  ["more than the queue takes", "work", "x".repeat(1025), {}, "InvalidParameterValue"],
  [
    "attributes that make it too long",
    "work",
    "x".repeat(1020),
    { MessageAttributes: { a: { DataType: "String", StringValue: "y" } } },
    "InvalidParameterValue",
  ],
  [
    "an attribute without a value",
    "work",
    "x",
    { MessageAttributes: { a: { DataType: "String", StringValue: "" } } },
    "InvalidParameterValue",
  ],
  ["a deduplication id", "work", "x", { MessageDeduplicationId: "1" }, "InvalidParameterValue"],
  ["no group", "work.fifo", "x", { MessageDeduplicationId: "1" }, "MissingParameter"],
  ["nothing to deduplicate by", "work.fifo", "x", { MessageGroupId: "g" }, "InvalidParameterValue"],
  [
    "a delay of its own",
    "work.fifo",
    "x",
    { MessageGroupId: "g", MessageDeduplicationId: "1", DelaySeconds: 1 },
    "InvalidParameterValue",
  ],
])("a message with %s is refused by %s", async (_, name, body, more, error) => {
  const { queue, send } = await newAccount();
  const url = await queue(name, { MaximumMessageSize: "1024" });
  await expect(send(url, body, more)).rejects.toMatchObject({ name: error });
});

test.each<[string, Record<string, string>, string]>([
  ["odd name!", {}, "InvalidParameterValue"],
  ["x".repeat(81), {}, "InvalidParameterValue"],
  ["fifo-without-suffix", { FifoQueue: "true" }, "InvalidParameterValue"],
  ["suffix-without-attribute.fifo", { FifoQueue: "" }, "InvalidParameterValue"],
  ["work", { VisibilityTimeout: "43201" }, "InvalidAttributeValue"],
  ["work", { Colour: "red" }, "InvalidAttributeName"],
  ["work", { ContentBasedDeduplication: "true" }, "InvalidAttributeName"],
  [
    "work",
    {
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:none","maxReceiveCount":1}',
    },
    "InvalidAttributeValue",
  ],
])("a queue %s with %o cannot be created", async (QueueName, Attributes, name) => {
  const { sqs } = await newAccount();
  await expect(sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).rejects.toMatchObject({ name });
});

test("creating a queue again finds it, unless it was asked for otherwise", async () => {
  const { queue } = await newAccount();
  const url = await queue("work", { VisibilityTimeout: "5" });
  expect(await queue("work", { VisibilityTimeout: "5" })).toBe(url);
  expect(await queue("work")).toBe(url);
  await expect(queue("work", { VisibilityTimeout: "6" })).rejects.toMatchObject({ name: "QueueNameExists" });
});

test("queues are found by name and listed by prefix, page by page", async () => {
  const { sqs, queue } = await newAccount();
  for (const name of ["work-b", "work-a", "other"]) await queue(name);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "other" }));
  expect(QueueUrl).toBe("https://sqs.eu-central-1.amazonaws.com/111122223333/other");
  const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "work", MaxResults: 1 }));
  const second = await sqs.send(
    new ListQueuesCommand({ QueueNamePrefix: "work", MaxResults: 1, NextToken: first.NextToken }),
  );
  const names = [first, second].flatMap(({ QueueUrls = [] }) =>
    QueueUrls.map((url) => url.split("/").at(-1)),
  );
  expect(names).toEqual(["work-a", "work-b"]);
  expect(second.NextToken).toBeUndefined();
});

test("a queue that is not there is told apart as the SDK's own exception", async () => {
  const { sqs, queue } = await newAccount();
  const QueueUrl = await queue("work");
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "work" }))).rejects.toBeInstanceOf(
    QueueDoesNotExist,
  );
});

test("attributes tell the numbers of waiting, delayed and hidden messages, and can be changed", async () => {
  const { sqs, queue, send, receive } = await newAccount();
  const QueueUrl = await queue("work");
  for (const body of ["1", "2", "3"]) await send(QueueUrl, body);
  await send(QueueUrl, "4", { DelaySeconds: 9 });
  await receive(QueueUrl, { MaxNumberOfMessages: 1 });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "77" } }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: "2",
    ApproximateNumberOfMessagesDelayed: "1",
    ApproximateNumberOfMessagesNotVisible: "1",
    QueueArn: "arn:aws:sqs:eu-central-1:111122223333:work",
    VisibilityTimeout: "77",
  });
});

test("a purged queue is empty, and not to be purged again within a minute", async () => {
  const { sqs, queue, send, receive } = await newAccount();
  const QueueUrl = await queue("work");
  await send(QueueUrl, "1");
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive(QueueUrl)).toEqual([]);
  const again = sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await expect(again).rejects.toMatchObject({ name: "PurgeQueueInProgress" });
});

test("tags stay with a queue", async () => {
  const { sqs, queue } = await newAccount();
  const QueueUrl = await queue("work");
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: "a", stage: "b" } }));
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["stage"] }));
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: "a" });
});
