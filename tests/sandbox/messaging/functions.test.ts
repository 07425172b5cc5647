import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import {
  type FunctionContext,
  invocations,
  mapQueue,
  mapStream,
  removeFunction,
} from "../../../packages/sandbox/src/index.ts";
import { account, home, newAccount } from "./support/account.ts";

const mine = { source: ["my.app"] };
const putEvent = new PutEventsCommand({ Entries: [{ Source: "my.app", DetailType: "x", Detail: "{}" }] });

interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

test("a function is told who it is and how long it has", async () => {
  const { sandbox, events, deploy, rule } = await newAccount();
  const contexts: (FunctionContext & { remaining: number })[] = [];
  const Arn = await deploy(
    "ingest",
    async (_: object, context) =>
      void contexts.push({ ...context, remaining: context.getRemainingTimeInMillis() }),
    { timeoutMs: 5000 },
  );
  await rule("r", mine, [{ Arn }]);
  await events.send(putEvent);
  await sandbox.settle();
  expect(Arn).toBe(`arn:aws:lambda:${home}:${account}:function:ingest`);
  expect(contexts).toMatchObject([{ functionName: "ingest", invokedFunctionArn: Arn, remaining: 5000 }]);
});

test("an event that a function failed on comes again after one minute and after two, then to the failure queue", async () => {
  const { sandbox, events, deploy, rule, queue, queueArn, receive, pass } = await newAccount();
  const failed = await queue("failed");
  const requestIds = new Set<string>();
  const fail = async (_: object, { awsRequestId }: FunctionContext) => {
    requestIds.add(awsRequestId);
    throw new TypeError("no");
  };
  const Arn = await deploy("f", fail, { onFailureArn: queueArn("failed") });
  await rule("r", mine, [{ Arn }]);
  await events.send(putEvent);
  await sandbox.settle();
  expect(invocations(sandbox)).toMatchObject([{ function: "f", outcome: "failed", error: "TypeError: no" }]);
  await pass(60_000);
  await pass(119_999);
  expect(invocations(sandbox)).toHaveLength(2);
  expect(await receive(failed)).toEqual([]);
  await pass(10 * 60_000);
  expect(invocations(sandbox)).toHaveLength(3);
  expect(requestIds.size).toBe(1);
  const [letter] = await receive(failed);
  expect(JSON.parse(letter?.Body ?? "")).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
    requestPayload: { source: "my.app" },
    responsePayload: { errorType: "TypeError", errorMessage: "no" },
  });
});

test("a function that takes too long counts as failed", async () => {
  const { sandbox, events, deploy, rule } = await newAccount({ clock: "wall" });
  const Arn = await deploy("slow", () => new Promise(() => {}), { timeoutMs: 10 });
  await rule("r", mine, [{ Arn }]);
  await events.send(putEvent);
  await sandbox.settle();
  expect(invocations(sandbox)).toMatchObject(
    [{ outcome: "timed out", error: /Task timed out after 0.01 seconds/ }].map(({ outcome, error }) => ({
      outcome,
      error: expect.stringMatching(error),
    })),
  );
});

test("a queue's messages reach a function in Lambda's form and are deleted when it succeeds", async () => {
  const { sandbox, deploy, queue, queueArn, send, pass } = await newAccount();
  const url = await queue("work.fifo", { ContentBasedDeduplication: "true" });
  const batches: object[] = [];
  const functionArn = await deploy("f", async (event: Batch) => void batches.push(event));
  await mapQueue(sandbox, {
    queueArn: queueArn("work.fifo"),
    functionArn,
    batchSize: 5,
    reportBatchItemFailures: true,
  });
  const MessageAttributes = { kind: { DataType: "String", StringValue: "x" } };
  const { MessageId } = await send(url, "hello", { MessageGroupId: "g", MessageAttributes });
  await pass(60 * 60_000);
  expect(batches).toMatchObject([
    {
      Records: [
        {
          messageId: MessageId,
          body: "hello",
          attributes: { MessageGroupId: "g", ApproximateReceiveCount: "1", SentTimestamp: "1767603600000" },
          messageAttributes: { kind: { stringValue: "x", dataType: "String" } },
          eventSource: "aws:sqs",
          eventSourceARN: queueArn("work.fifo"),
          awsRegion: home,
        },
      ],
    },
  ]);
});

test.each([
  ["nothing", undefined, []],
  ["no failures", { batchItemFailures: [] }, []],
  ["one failure", (ids: readonly string[]) => ({ batchItemFailures: [{ itemIdentifier: ids[1] }] }), ["1"]],
  ["an empty id", { batchItemFailures: [{ itemIdentifier: "" }] }, ["0", "1"]],
  ["an unknown id", { batchItemFailures: [{ itemIdentifier: "x" }] }, ["0", "1"]],
  ["a misspelt member", { batchItemFailures: [{ id: "x" }] }, ["0", "1"]],
])("of two messages, a function that answers with %s gets again what failed", async (_, answer, again) => {
  const { sandbox, deploy, queue, queueArn, send, pass } = await newAccount();
  const url = await queue("work.fifo", { ContentBasedDeduplication: "true" });
  const bodies: string[][] = [];
  const functionArn = await deploy("f", async ({ Records }: Batch) => {
    bodies.push(Records.map(({ body }) => body));
    if (bodies.length > 1) return undefined;
    return typeof answer === "function" ? answer(Records.map(({ messageId }) => messageId)) : answer;
  });
  for (const body of ["0", "1"]) await send(url, body, { MessageGroupId: "g" });
  await mapQueue(sandbox, {
    queueArn: queueArn("work.fifo"),
    functionArn,
    batchSize: 5,
    reportBatchItemFailures: true,
  });
  await sandbox.settle();
  expect(bodies).toEqual([["0", "1"]]);
  await pass(60_000);
  expect(bodies.slice(1).flat()).toEqual(again);
});

test("a message that fails for good ends in the dead-letter queue, and its group goes on", async () => {
  const { sandbox, deploy, queue, queueArn, send, receive, pass } = await newAccount();
  const dead = await queue("dead.fifo");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("dead.fifo"), maxReceiveCount: 3 });
  const url = await queue("work.fifo", { ContentBasedDeduplication: "true", RedrivePolicy });
  const done: string[] = [];
  const functionArn = await deploy("f", async ({ Records: [record] }: Batch) => {
    if (record?.body === "poison") throw new Error("never");
    done.push(record?.body ?? "");
  });
  await mapQueue(sandbox, {
    queueArn: queueArn("work.fifo"),
    functionArn,
    batchSize: 1,
    reportBatchItemFailures: false,
  });
  for (const body of ["poison", "good"]) await send(url, body, { MessageGroupId: "g" });
  await pass(89_999);
  expect(done).toEqual([]);
  await pass(1);
  expect(done).toEqual(["good"]);
  expect(invocations(sandbox).filter(({ outcome }) => outcome === "failed")).toHaveLength(3);
  expect((await receive(dead)).map(({ Body, Attributes }) => [Body, Attributes?.MessageGroupId])).toEqual([
    ["poison", "g"],
  ]);
});

test("a message that is seen again while its function still runs waits for it: no two work on a group", async () => {
  const { sandbox, sqs, deploy, queue, queueArn, send, pass } = await newAccount();
  const QueueUrl = await queue("work.fifo", { ContentBasedDeduplication: "true" });
  const steps: string[] = [];
  const functionArn = await deploy("f", async () => {
    steps.push("begins");
    if (steps.length === 1) await sandbox.clock.advance(15_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    steps.push("ends");
  });
  await mapQueue(sandbox, {
    queueArn: queueArn("work.fifo"),
    functionArn,
    batchSize: 1,
    reportBatchItemFailures: false,
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "10" } }));
  await send(QueueUrl, "x", { MessageGroupId: "g" });
  await pass(0);
  expect(steps).toEqual(["begins", "ends", "begins", "ends"]);
});

test("on a running clock everything happens by itself", async () => {
  const { sandbox, deploy, queue, queueArn, send } = await newAccount({ clock: "wall" });
  const url = await queue("work");
  const arrived = Promise.withResolvers<Batch>();
  const functionArn = await deploy("f", async (event: Batch) => arrived.resolve(event));
  await mapQueue(sandbox, {
    queueArn: queueArn("work"),
    functionArn,
    batchSize: 1,
    reportBatchItemFailures: false,
  });
  await send(url, "x");
  expect(await arrived.promise).toMatchObject({ Records: [{ body: "x" }] });
});

test("a queue is not mapped to a function whose role may not read it, or that may run longer than messages stay hidden", async () => {
  const { sandbox, deploy, role, queue, queueArn } = await newAccount();
  await queue("work");
  const map = (functionArn: string) =>
    mapQueue(sandbox, {
      queueArn: queueArn("work"),
      functionArn,
      batchSize: 1,
      reportBatchItemFailures: false,
    });
  const name = "InvalidParameterValueException";
  const weak = await deploy("weak", async () => {}, { role: await role("weak", "sqs:ReceiveMessage") });
  await expect(map(weak)).rejects.toMatchObject({
    name,
    message: expect.stringContaining("call DeleteMessage on SQS"),
  });
  const slow = await deploy("slow", async () => {}, { timeoutMs: 30_001 });
  await expect(map(slow)).rejects.toMatchObject({ name });
  await expect(map(`${slow}er`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a removed function is invoked no more; its messages wait", async () => {
  const { sandbox, events, deploy, rule, queue, queueArn, send, receive } = await newAccount();
  const url = await queue("work");
  const Arn = await deploy("f", async () => {});
  await mapQueue(sandbox, {
    queueArn: queueArn("work"),
    functionArn: Arn,
    batchSize: 1,
    reportBatchItemFailures: false,
  });
  await rule("r", mine, [{ Arn }]);
  removeFunction(sandbox, Arn);
  await events.send(putEvent);
  await send(url, "x");
  await sandbox.settle();
  expect(invocations(sandbox)).toEqual([]);
  expect(await receive(url)).toHaveLength(1);
});

interface StreamBatch {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { pk: { S: string } }; readonly SequenceNumber: string };
  }[];
}

async function newStream() {
  const world = await newAccount();
  const TableName = "table";
  await world.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  for (const pk of ["1", "2", "3", "4"]) {
    await world.dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
  }
  const tableArn = `arn:aws:dynamodb:${home}:${account}:table/${TableName}`;
  const keys = ({ Records }: StreamBatch) => Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
  return { ...world, tableArn, keys };
}

test("a stream's batch that fails holds up the next ones, is retried, and given up after its retries", async () => {
  const { sandbox, deploy, tableArn, keys, pass } = await newStream();
  const read: string[][] = [];
  const functionArn = await deploy("f", async (batch: StreamBatch) => {
    read.push(keys(batch));
    if (keys(batch).includes("1")) throw new Error("never");
  });
  await mapStream(sandbox, { tableArn, functionArn, batchSize: 2, retries: 2 });
  await sandbox.settle();
  expect(read).toEqual([["1", "2"]]);
  await pass(60_000);
  expect(read).toEqual([
    ["1", "2"],
    ["1", "2"],
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("a batch that the function fails at is split until the record that it fails at is alone", async () => {
  const { sandbox, deploy, tableArn, keys, pass } = await newStream();
  const read: string[][] = [];
  const functionArn = await deploy("f", async (batch: StreamBatch) => {
    read.push(keys(batch));
    if (keys(batch).includes("2")) throw new Error("never");
  });
  await mapStream(sandbox, { tableArn, functionArn, batchSize: 4, retries: 1, bisect: true });
  await pass(60_000);
  expect(read.filter((batch) => !batch.includes("2")).flat()).toEqual(["1", "3", "4"]);
  expect(read.filter((batch) => batch.join() === "2")).not.toEqual([]);
});

test("a record that fails is tried again until it is too old, and then given up", async () => {
  const { sandbox, deploy, tableArn, keys, pass, queue, queueArn, receive } = await newStream();
  const dead = await queue("dead");
  let tried = 0;
  const functionArn = await deploy("f", async (batch: StreamBatch) => {
    tried += keys(batch).includes("4") ? 1 : 0;
    throw new Error("not today");
  });
  const onFailureArn = queueArn("dead");
  await mapStream(sandbox, { tableArn, functionArn, batchSize: 4, recordAgeMs: 3_600_000, onFailureArn });
  for (let minute = 0; minute < 59; minute++) await pass(60_000);
  expect(await receive(dead)).toEqual([]);
  expect(tried).toBeGreaterThan(50);
  for (let minute = 0; minute < 5; minute++) await pass(60_000);
  expect((await receive(dead)).map(({ Body = "" }) => JSON.parse(Body))).toMatchObject([
    { requestContext: { condition: "RecordAgeExceeded" }, DDBStreamBatchInfo: { batchSize: 4 } },
  ]);
});

test("a queue is told where the batch is that was given up, if the function's role may send there", async () => {
  const { sandbox, deploy, role, tableArn, pass, queue, queueArn, receive } = await newStream();
  const failed = await queue("failed");
  const fail = async () => {
    throw new Error("never");
  };
  for (const [name, actions] of [
    ["f", ["dynamodb:*", "sqs:SendMessage"]],
    ["mute", ["dynamodb:*"]],
  ] as const) {
    const functionArn = await deploy(name, fail, { role: await role(name, [...actions]) });
    const onFailureArn = queueArn("failed");
    await mapStream(sandbox, { tableArn, functionArn, batchSize: 4, retries: 1, onFailureArn });
  }
  await pass(60_000);
  const letters = (await receive(failed)).map(({ Body = "" }) => JSON.parse(Body));
  expect(letters).toMatchObject([
    {
      requestContext: { functionArn: `arn:aws:lambda:${home}:${account}:function:f` },
      DDBStreamBatchInfo: { batchSize: 4, streamArn: expect.stringContaining(tableArn) },
    },
  ]);
});

test("a stream's function can say from where to go on", async () => {
  const { sandbox, deploy, tableArn, keys, pass } = await newStream();
  const read: string[][] = [];
  const functionArn = await deploy("f", async (batch: StreamBatch) => {
    read.push(keys(batch));
    if (read.length > 1) return undefined;
    return { batchItemFailures: [{ itemIdentifier: batch.Records[2]?.dynamodb.SequenceNumber }] };
  });
  await mapStream(sandbox, {
    tableArn,
    functionArn,
    batchSize: 10,
    retries: 2,
    reportBatchItemFailures: true,
  });
  await pass(60_000);
  expect(read).toEqual([
    ["1", "2", "3", "4"],
    ["3", "4"],
  ]);
});

test("a stream is not mapped to a function whose role may not read it", async () => {
  const { sandbox, sns, deploy, role, tableArn } = await newStream();
  const functionArn = await deploy("f", async () => {}, { role: await role("weak", "sqs:*") });
  const mapping = mapStream(sandbox, { tableArn, functionArn, batchSize: 1, retries: 0 });
  await expect(mapping).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([]);
});
