/** What FIFO queues give, and in which order: as LocalStack's tests found it on AWS. */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  type Message,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { newAccount } from "./support/account.ts";

/** A FIFO queue with those messages, `GROUP-NAME`, and what is done with it. */
async function fifo(bodies: readonly string[], attributes: Record<string, string> = {}) {
  const world = await newAccount();
  const QueueUrl = await world.queue("work.fifo", { ContentBasedDeduplication: "true", ...attributes });
  const groupOf = (body: string) => body.split("-")[0] ?? "";
  for (const body of bodies) await world.send(QueueUrl, body, { MessageGroupId: groupOf(body) });
  return {
    ...world,
    QueueUrl,
    take: (MaxNumberOfMessages: number, more: object = {}) =>
      world.receive(QueueUrl, { MaxNumberOfMessages, ...more }),
    remove: (message: Message | undefined) =>
      world.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle })),
    hideFor: (VisibilityTimeout: number, message: Message | undefined) =>
      world.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      ),
  };
}

const bodies = (messages: readonly Message[]) => messages.map(({ Body }) => Body);

test("one call keeps a group together, whatever was sent in between", async () => {
  const { take } = await fifo(["a-1", "b-1", "a-2", "a-3"]);
  expect(bodies(await take(10))).toEqual(["a-1", "a-2", "a-3", "b-1"]);
});

test("the group that was received from is last in turn", async () => {
  const { take } = await fifo(["a-1", "b-1", "b-2", "c-1", "a-2"]);
  expect(bodies(await take(3, { VisibilityTimeout: 0 }))).toEqual(["a-1", "a-2", "b-1"]);
  expect(bodies(await take(10, { VisibilityTimeout: 0 }))).toEqual(["c-1", "a-1", "a-2", "b-1", "b-2"]);
});

test("a group comes back in order when its visibility timeout is over", async () => {
  const { take, pass } = await fifo(["a-1", "a-2", "a-3", "a-4", "b-1", "c-1"], { VisibilityTimeout: "1" });
  expect(bodies(await take(2))).toEqual(["a-1", "a-2"]);
  expect(bodies(await take(1))).toEqual(["b-1"]);
  await pass(1000);
  expect(bodies(await take(10))).toEqual(["c-1", "a-1", "a-2", "a-3", "a-4", "b-1"]);
});

test("a later message in flight does not block an earlier one that is visible again", async () => {
  const { take, hideFor } = await fifo(["a-1", "a-2", "b-1"]);
  const [first] = await take(2);
  await hideFor(0, first);
  expect(bodies(await take(3))).toEqual(["b-1", "a-1"]);
});

test.each([
  [0, []],
  [1, ["a-1"]],
  [2, ["a-1", "a-2"]],
])("of three messages of a group, the one at %i kept longer, %j are visible", async (index, visible) => {
  const { take, hideFor, pass } = await fifo(["a-1", "a-2", "a-3"], { VisibilityTimeout: "1" });
  await hideFor(4, (await take(5))[index]);
  await pass(2500);
  expect(bodies(await take(5))).toEqual(visible);
});

test("a group whose oldest message is in flight gives none, though others of it were deleted", async () => {
  const { take, remove } = await fifo(["a-1", "b-1", "a-2", "b-2", "a-3", "c-1"]);
  const [first, second] = await take(2);
  expect(bodies([first ?? {}, second ?? {}])).toEqual(["a-1", "a-2"]);
  await remove(first);
  expect(bodies(await take(10))).toEqual(["b-1", "b-2", "c-1"]);
  await remove(second);
  expect(bodies(await take(10))).toEqual(["a-3"]);
});

const complete = { Id: "one", MessageBody: "x", MessageGroupId: "a", MessageDeduplicationId: "1" };
test.each<[string, SendMessageBatchRequestEntry, string]>([
  [
    "a group",
    { Id: "two", MessageBody: "y", MessageDeduplicationId: "2" },
    "The request must contain the parameter MessageGroupId.",
  ],
  [
    "a deduplication id",
    { Id: "two", MessageBody: "y", MessageGroupId: "a" },
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  ],
])("a batch of which one message lacks %s fails whole", async (_, lacking, message) => {
  const { sqs, QueueUrl, take } = await fifo([], { ContentBasedDeduplication: "false" });
  const batch = new SendMessageBatchCommand({ QueueUrl, Entries: [complete, lacking] });
  await expect(sqs.send(batch)).rejects.toMatchObject({ name: "InvalidParameterValue", message });
  expect(await take(10)).toEqual([]);
});

test("a queue that is purged forgets what was sent", async () => {
  const { sqs, QueueUrl, send, take } = await fifo(["a-1"]);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await send(QueueUrl, "a-1", { MessageGroupId: "a" });
  expect(bodies(await take(1))).toEqual(["a-1"]);
});

test("the name of a deleted queue is free again after a minute", async () => {
  const { sqs, QueueUrl, pass } = await fifo([]);
  const create = () =>
    sqs.send(new CreateQueueCommand({ QueueName: "work.fifo", Attributes: { FifoQueue: "true" } }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await pass(59_000);
  await expect(create()).rejects.toMatchObject({
    name: "QueueDeletedRecently",
    message:
      "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
  });
  await pass(1_000);
  expect((await create()).QueueUrl).toBe(QueueUrl);
});
