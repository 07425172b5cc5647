import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test } from "vitest";
import { eventBus } from "../../packages/core/src/aws/eventbridge.ts";
import { snsTopic } from "../../packages/core/src/aws/sns.ts";
import { NotFound, Unavailable } from "../../packages/core/src/errors.ts";
import { messageOf } from "../../packages/core/src/notice/message.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { newAccount } from "../aws/support/account.ts";
import { account, finding, grant, grants, later, region } from "../ledger/examples.ts";

const found: Notice = { kind: "finding", state: "opened", finding: finding(), at: later };
const granted: Notice = {
  kind: "change",
  state: "applied",
  change: grants("g", { grant: grant("registry/hub", { projects: ["api", "web"] }) }),
  at: later,
  error: undefined,
};

/** Queues refuse what other services send, until their policy lets them. */
const openToNotices = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] },
    Action: "sqs:SendMessage",
    Resource: "*",
  },
});

async function withQueue() {
  const world = await newAccount();
  const sqs = new SQSClient(world.config());
  const { QueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "subscriber", Attributes: { Policy: openToNotices } }),
  );
  const received = async () => {
    await world.sandbox.settle();
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    return ((await sqs.send(receive)).Messages ?? []).map(({ Body = "" }): unknown => JSON.parse(Body));
  };
  return { ...world, received, queueArn: `arn:aws:sqs:${region}:${account}:subscriber` };
}

async function subscribed(filter: object) {
  const world = await withQueue();
  const client = new SNSClient(world.config());
  const { TopicArn: topicArn = "" } = await client.send(new CreateTopicCommand({ Name: "notices" }));
  const Attributes = { FilterPolicy: JSON.stringify(filter) };
  await client.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: world.queueArn, Attributes }),
  );
  return { ...world, client, topic: snsTopic({ client, topicArn }) };
}

const filters = [
  { who: "every finding", filter: { kind: ["finding"] }, hears: ["registry-vpc-only"] },
  { who: "what is severe", filter: { severity: ["high", "medium"] }, hears: ["registry-vpc-only"] },
  { who: "what api is about", filter: { project: ["api"] }, hears: ["registry/hub"] },
  { who: "what web is about", filter: { project: ["web"] }, hears: ["registry/hub", "registry-vpc-only"] },
  { who: "another project", filter: { project: ["shop"] }, hears: [] },
  {
    who: "this account and Region",
    filter: { account: [account], region: [region], state: ["applied"] },
    hears: ["registry/hub"],
  },
];

test.each(filters)("a subscriber to $who hears of just that", async ({ filter, hears }) => {
  const { topic, received } = await subscribed(filter);
  await topic.publish(messageOf(granted));
  await topic.publish(messageOf(found));
  const subjects = (await received()).map((message) => JSON.stringify(message));
  expect(subjects).toHaveLength(hears.length);
  for (const words of hears) expect(subjects.some((subject) => subject.includes(words))).toBe(true);
});

test("a topic that is gone is an error that names it", async () => {
  const { client } = await subscribed({});
  const topicArn = `arn:aws:sns:${region}:${account}:gone`;
  const publishing = snsTopic({ client, topicArn }).publish(messageOf(found));
  await expect(publishing).rejects.toThrow(NotFound);
  await expect(publishing).rejects.toThrow(`sns:Publish on ${topicArn} found nothing`);
});

test("a rule on the bus matches notices by source, type and detail", async () => {
  const { config, received, queueArn } = await withQueue();
  const client = new EventBridgeClient(config());
  const EventPattern = JSON.stringify({
    source: ["pullpass"],
    "detail-type": ["pullpass Finding"],
    detail: { severity: ["high"], state: ["opened"] },
  });
  await client.send(new PutRuleCommand({ Name: "severe", EventPattern }));
  await client.send(new PutTargetsCommand({ Rule: "severe", Targets: [{ Id: "queue", Arn: queueArn }] }));
  const bus = eventBus({ client, busName: "default" });
  await bus.publish(granted);
  await bus.publish(found);
  expect(await received()).toMatchObject([
    {
      source: "pullpass",
      "detail-type": "pullpass Finding",
      detail: { version: "1", rule: "registry-vpc-only" },
    },
  ]);
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
test("an event that the bus does not take is an error, though the call succeeds", async () => {
  const answer = {
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "Rate exceeded" }],
  };
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/x-amz-json-1.1").end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const client = new EventBridgeClient({
    region,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const publishing = eventBus({ client, busName: "default" }).publish(found);
  await expect(publishing).rejects.toThrow(Unavailable);
  await expect(publishing).rejects.toThrow(
    "events:PutEvents on default failed: ThrottlingException Rate exceeded",
  );
  client.destroy();
});
