import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as soon } from "node:timers/promises";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { awsConnection } from "../../packages/core/src/aws/index.ts";
import { sqsWorkQueue, sqsWorkRetries } from "../../packages/core/src/aws/sqs.ts";
import { readWork } from "../../packages/core/src/aws/work-message.ts";
import { Unavailable } from "../../packages/core/src/errors.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import { account, home, newAccount } from "./support/account.ts";

async function withQueue() {
  const world = await newAccount();
  const sdk = new SQSClient(world.config());
  const Attributes = { FifoQueue: "true", VisibilityTimeout: "1" };
  const { QueueUrl = "" } = await sdk.send(new CreateQueueCommand({ QueueName: "work.fifo", Attributes }));
  const received = async () => {
    const all: Work[] = [];
    for (;;) {
      const { Messages = [] } = await sdk.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages.map(({ Body = "" }) => readWork(Body, { account, region: home })));
    }
  };
  /** Of two messages, which nobody else gets for a minute. */
  const receipts = async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 2, VisibilityTimeout: 60 };
    const { Messages = [] } = await sdk.send(new ReceiveMessageCommand(input));
    return Messages.map(({ ReceiptHandle = "" }) => ReceiptHandle);
  };
  const queue = sqsWorkQueue(world.connection, { region: home, queueUrl: QueueUrl });
  return { ...world, received, receipts, queue, queueUrl: QueueUrl };
}

function work(name: string, projects: readonly string[] = ["web"], cause = "e-1"): Work {
  return {
    role: parseRoleArn(`arn:aws:iam::${account}:role/${name}`),
    account,
    region: home,
    projects,
    listing: undefined,
    causes: [{ id: cause, event: "CreateProject", actor: "ann", time: "2026-03-01T12:00:00Z" }],
  };
}

test("work of many roles arrives, each once", async () => {
  const { queue, received } = await withQueue();
  const all = Array.from({ length: 25 }, (_, index) => work(`role-${index}`));
  await queue.send(all);
  await queue.send(all);
  const byRole = (list: readonly Work[]) => [...list].sort((a, b) => (a.role < b.role ? -1 : 1));
  expect(byRole(await received())).toEqual(byRole(all));
});

test("work that a later event asks for arrives again, though it is the same", async () => {
  const { queue, received } = await withQueue();
  await queue.send([work("web")]);
  await queue.send([work("web", ["web"], "e-2")]);
  expect((await received()).flatMap(({ causes }) => causes.map(({ id }) => id))).toEqual(["e-1", "e-2"]);
});

test("a role with thousands of projects fits through the queue, in order", async () => {
  const { queue, received } = await withQueue();
  const projects = Array.from({ length: 3_200 }, (_, index) => `${index}-`.padEnd(150, "x"));
  await queue.send([work("web", projects), work("api")]);
  const parts = await received();
  expect(parts.filter(({ role }) => role.endsWith("web")).flatMap((part) => part.projects)).toEqual(projects);
});

test("no work is no call", async () => {
  const { queue, sandbox } = await withQueue();
  const before = sandbox.calls.length;
  await queue.send([]);
  expect(sandbox.calls.length).toBe(before);
});

test("a message that SQS does not take is an error that names the queue", async () => {
  const { queue } = await withQueue();
  await expect(queue.send([work("web", ["x".repeat(1_100_000)])])).rejects.toThrow(
    /^sqs:SendMessage on \S+work\.fifo/,
  );
});

test("one delivery that SQS refuses a time for leaves none of the others under way", async () => {
  const { queue, queueUrl, received, receipts, sandbox, connection } = await withQueue();
  await queue.send([work("web"), work("api")]);
  const [first = "", second = ""] = await receipts();
  sandbox.before(async ({ operation, input }) => {
    const isSlow = operation === "ChangeMessageVisibility" && JSON.stringify(input).includes(second);
    for (let turn = 0; isSlow && turn < 20; turn += 1) await soon();
  });
  const retries = sqsWorkRetries(connection, { region: home, queueUrl });
  const deliveries = [{ receipt: "none of SQS's" }, { receipt: first }, { receipt: second }];
  const trying = retries.after(deliveries.map((each) => ({ ...each, seconds: 0 })));
  await expect(trying).rejects.toThrow("sqs:ChangeMessageVisibility");
  expect(await received()).toHaveLength(2);
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
test("a message of a batch that SQS does not take is an error, though the call succeeds", async () => {
  const refused = { Id: "0", Code: "InternalError", SenderFault: false, Message: "could not be stored" };
  const server = createServer((_, response) => {
    response
      .setHeader("content-type", "application/x-amz-json-1.0")
      .end(JSON.stringify({ Failed: [refused] }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const connection = awsConnection(() => ({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  }));
  const queueUrl = `https://sqs.${home}.amazonaws.com/${account}/work.fifo`;
  const sending = sqsWorkQueue(connection, { region: home, queueUrl }).send([work("web")]);
  await expect(sending).rejects.toThrow(Unavailable);
  await expect(sending).rejects.toThrow(`sqs:SendMessage on ${queueUrl} failed: could not be stored`);
});
