import { DeleteMessageCommand } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { invocations, mapQueue } from "../../../packages/sandbox/src/index.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { newAccount } from "./support/account.ts";

const content = { ContentBasedDeduplication: "true" };

test("a group with a message in flight gives no other, while other groups go on", async () => {
  const { sqs, queue, send, receive } = await newAccount();
  const QueueUrl = await queue("work.fifo", content);
  for (const [MessageGroupId, body] of [
    ["a", "a1"],
    ["a", "a2"],
    ["b", "b1"],
  ] as const) {
    await send(QueueUrl, body, { MessageGroupId });
  }
  const [first] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
  expect(first?.Body).toBe("a1");
  expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(["b1"]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(["a2"]);
});

test("one receive takes several messages of a group, in order, numbered upwards", async () => {
  const { queue, send, receive } = await newAccount();
  const url = await queue("work.fifo", content);
  for (const body of ["1", "2", "3"]) await send(url, body, { MessageGroupId: "g" });
  const messages = await receive(url);
  expect(messages.map(({ Body }) => Body)).toEqual(["1", "2", "3"]);
  const numbers = messages.map(({ Attributes }) => BigInt(Attributes?.SequenceNumber ?? 0));
  expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0n))).toBe(true);
});

test("sent again within five minutes a message is accepted and not delivered; after that it is", async () => {
  const { queue, send, receive, pass } = await newAccount();
  const url = await queue("work.fifo");
  const again = { MessageGroupId: "g", MessageDeduplicationId: "id" };
  const first = await send(url, "one", again);
  const second = await send(url, "two", again);
  expect(second.MessageId).toBe(first.MessageId);
  await pass(299_999);
  await send(url, "three", again);
  expect(await receive(url)).toHaveLength(1);
  await pass(1);
  await send(url, "four", again);
  await pass(30_000);
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(["one", "four"]);
});

test("a message whose visibility timeout is over cannot be deleted any more: it will come again", async () => {
  const { sqs, queue, send, receive, pass } = await newAccount();
  const QueueUrl = await queue("work.fifo", { ...content, VisibilityTimeout: "1" });
  await send(QueueUrl, "x", { MessageGroupId: "g" });
  const [message] = await receive(QueueUrl);
  await pass(1000);
  const deleting = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  await expect(deleting).rejects.toMatchObject({ name: "InvalidParameterValue" });
});

interface Batch {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: { readonly MessageGroupId: string };
  }[];
}

/** Which attempt at a message fails: none, the first, or the first two. */
const history = fc.array(
  fc.record({ group: fc.constantFrom("a", "b", "c"), failures: fc.integer({ min: 0, max: 2 }) }),
  { minLength: 1, maxLength: 25 },
);

test("whatever fails and is retried: each group is worked on in order, by one function at a time, to the end", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 10 }), async (messages, batchSize) => {
      const { sandbox, queue, queueArn, send, deploy, pass } = await newAccount();
      const url = await queue("work.fifo", content);
      const left = new Map(messages.map(({ failures }, index) => [String(index), failures]));
      const busy = new Set<string>();
      const done: { group: string; body: string }[] = [];
      const functionArn = await deploy("f", async ({ Records }: Batch) => {
        const groups = new Set(Records.map(({ attributes }) => attributes.MessageGroupId));
        for (const group of groups) expect(busy.has(group)).toBe(false);
        for (const group of groups) busy.add(group);
        await new Promise((resolve) => setImmediate(resolve));
        const stopped = new Set<string>();
        const batchItemFailures = Records.flatMap(({ messageId, body, attributes }) => {
          const group = attributes.MessageGroupId;
          const failures = left.get(body) ?? 0;
          if (!stopped.has(group) && failures === 0) {
            done.push({ group, body });
            return [];
          }
          if (!stopped.has(group)) left.set(body, failures - 1);
          stopped.add(group);
          return [{ itemIdentifier: messageId }];
        });
        for (const group of groups) busy.delete(group);
        return { batchItemFailures };
      });
      await mapQueue(sandbox, {
        queueArn: queueArn("work.fifo"),
        functionArn,
        batchSize,
        reportBatchItemFailures: true,
      });
      for (const [index, { group }] of messages.entries()) {
        await send(url, String(index), { MessageGroupId: group });
      }
      await pass(60 * 60_000);
      for (const group of ["a", "b", "c"]) {
        const sent = messages.flatMap((message, index) => (message.group === group ? [String(index)] : []));
        expect(done.filter((one) => one.group === group).map(({ body }) => body)).toEqual(sent);
      }
      expect(invocations(sandbox).every(({ outcome }) => outcome === "succeeded")).toBe(true);
    }),
    { numRuns: propertyRuns(40) },
  );
});
