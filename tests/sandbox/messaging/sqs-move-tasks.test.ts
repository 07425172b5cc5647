/** Messages that go back from a dead-letter queue. */
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { account, home, newAccount } from "./support/account.ts";

const arnOf = (name: string) => `arn:aws:sqs:${home}:${account}:${name}`;
const SourceArn = arnOf("dead");

/** A queue `work` whose messages are in its dead-letter queue `dead`. */
async function withDead(count: number) {
  const world = await newAccount();
  const { queue, send, receive } = world;
  const dead = await queue("dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 });
  const work = await queue("work", { RedrivePolicy });
  for (let index = 0; index < count; index++) await send(work, `${index}`);
  for (let round = 0; round < 2; round++)
    await receive(work, { MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  return { ...world, dead, work };
}

const start = (sqs: SQSClient, input: Partial<StartMessageMoveTaskCommandInput> = {}) =>
  sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...input }));
const tasks = async (sqs: SQSClient) =>
  (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results;

test("messages go back to the queue they came from, as new ones", async () => {
  const { sqs, pass, receive, work, dead } = await withDead(2);
  await start(sqs);
  await pass(1000);
  const back = await receive(work, { MaxNumberOfMessages: 10, AttributeNames: ["All"] });
  expect(back.map(({ Body }) => Body)).toEqual(["0", "1"]);
  expect(back.map(({ Attributes }) => Attributes?.ApproximateReceiveCount)).toEqual(["1", "1"]);
  expect(await receive(dead)).toEqual([]);
  expect(await tasks(sqs)).toEqual([
    {
      Status: "COMPLETED",
      SourceArn,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: expect.any(Number),
    },
  ]);
});

test("so many a second go to another queue, until the task is called off", async () => {
  const { sqs, queue, pass, receive } = await withDead(4);
  const other = await queue("other");
  const DestinationArn = arnOf("other");
  const { TaskHandle } = await start(sqs, { DestinationArn, MaxNumberOfMessagesPerSecond: 1 });
  await pass(1000);
  expect(await tasks(sqs)).toMatchObject([{ Status: "RUNNING", TaskHandle, DestinationArn }]);
  await expect(start(sqs)).rejects.toThrow(/There is already a task running/);
  const cancelled = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
  await pass(10_000);
  expect(await receive(other, { MaxNumberOfMessages: 10 })).toHaveLength(2);
  expect(await tasks(sqs)).toMatchObject([{ Status: "CANCELLED", ApproximateNumberOfMessagesMoved: 2 }]);
});

test.each<[string, Partial<StartMessageMoveTaskCommandInput>, object]>([
  [
    "from a queue that is no dead-letter queue",
    { SourceArn: arnOf("work") },
    { name: "InvalidParameterValue", message: "Source queue must be configured as a Dead Letter Queue." },
  ],
  [
    "to a queue that is not there",
    { DestinationArn: arnOf("none") },
    {
      name: "ResourceNotFoundException",
      message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
      $metadata: { httpStatusCode: 404 },
    },
  ],
])("a task %s is refused in AWS's words", async (_, input, expected) => {
  const { sqs } = await withDead(1);
  await expect(start(sqs, input)).rejects.toMatchObject(expected);
});

test.each([
  ["foobared", "InvalidParameterValue", "Value for parameter TaskHandle is invalid."],
  [
    Buffer.from(JSON.stringify({ taskId: "none", sourceArn: SourceArn })).toString("base64"),
    "ResourceNotFoundException",
    "Task does not exist.",
  ],
])("a handle that is none, %s, calls nothing off", async (TaskHandle, name, message) => {
  const { sqs } = await withDead(1);
  const call = sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  await expect(call).rejects.toMatchObject({ name, message });
});
