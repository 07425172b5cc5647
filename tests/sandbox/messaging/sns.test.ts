import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { type ArrivedNotice, onNotice } from "../../../packages/sandbox/src/index.ts";
import { account, letIn, newAccount } from "./support/account.ts";

async function newTopic() {
  const world = await newAccount();
  const { TopicArn = "" } = await world.sns.send(new CreateTopicCommand({ Name: "notices" }));
  /** A queue that is subscribed with these attributes; the answers are its URL and the subscription. */
  const subscribeQueue = async (name: string, Attributes: Record<string, string> = {}) => {
    const url = await world.queue(name, { Policy: letIn("sns.amazonaws.com", "sqs:SendMessage") });
    const { SubscriptionArn = "" } = await world.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: world.queueArn(name), Attributes }),
    );
    return { url, SubscriptionArn };
  };
  const publish = (Message: string, more: object = {}) =>
    world.sns.send(new PublishCommand({ TopicArn, Message, ...more }));
  return { ...world, TopicArn, subscribeQueue, publish };
}

const text = (StringValue: string) => ({ DataType: "String", StringValue });

test("a subscribed queue gets the message in SNS's envelope", async () => {
  const { TopicArn, subscribeQueue, publish, receive } = await newTopic();
  const { url } = await subscribeQueue("work");
  const { MessageId } = await publish("hello", {
    Subject: "hi",
    MessageAttributes: { kind: text("change") },
  });
  const [message] = await receive(url);
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({
    Type: "Notification",
    MessageId,
    TopicArn,
    Subject: "hi",
    Message: "hello",
    Timestamp: "2026-01-05T09:00:00.000Z",
    MessageAttributes: { kind: { Type: "String", Value: "change" } },
  });
});

test("with raw delivery it gets text and attributes as they were published", async () => {
  const { subscribeQueue, publish, receive } = await newTopic();
  const { url } = await subscribeQueue("work", { RawMessageDelivery: "true" });
  await publish("hello", { MessageAttributes: { kind: text("change") } });
  expect(await receive(url)).toMatchObject([{ Body: "hello", MessageAttributes: { kind: text("change") } }]);
});

test("a queue whose policy does not let SNS in gets nothing", async () => {
  const { sns, TopicArn, publish, queue, queueArn, receive } = await newTopic();
  const url = await queue("closed");
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn("closed") }));
  await publish("hello");
  expect(await receive(url)).toEqual([]);
});

test("a subscribed function is invoked with the message", async () => {
  const { sandbox, sns, TopicArn, publish, deploy } = await newTopic();
  const events: unknown[] = [];
  const Endpoint = await deploy("f", async (event: object) => void events.push(event));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint }),
  );
  await publish("hello");
  await sandbox.settle();
  const Sns = { Type: "Notification", TopicArn, Subject: null, Message: "hello", MessageAttributes: {} };
  expect(events).toMatchObject([
    { Records: [{ EventSource: "aws:sns", EventSubscriptionArn: SubscriptionArn, Sns }] },
  ]);
});

test("a listener of this process hears subject, text and attributes, until it stops", async () => {
  const { sandbox, TopicArn, publish } = await newTopic();
  const heard: ArrivedNotice[] = [];
  const stop = onNotice(sandbox, TopicArn, (notice) => void heard.push(notice));
  await publish("one", { Subject: "s", MessageAttributes: { kind: text("change") } });
  await publish("two");
  stop();
  await publish("three");
  expect(heard.map(({ subject, text, attributes }) => [subject, text, attributes])).toEqual([
    ["s", "one", { kind: "change" }],
    ["", "two", {}],
  ]);
});

test.each([
  [{ kind: ["change"] }, { kind: text("change") }, true],
  [{ kind: ["change"] }, { kind: text("finding") }, false],
  [{ kind: ["change"] }, {}, false],
  [{ kind: [{ exists: false }] }, {}, true],
  [
    { severity: [{ "anything-but": "info" }], kind: ["finding"] },
    { severity: text("high"), kind: text("finding") },
    true,
  ],
  [{ count: [{ numeric: [">", 3] }] }, { count: { DataType: "Number", StringValue: "4" } }, true],
  [{ count: [4] }, { count: text("4") }, false],
  [{ teams: ["b"] }, { teams: { DataType: "String.Array", StringValue: '["a","b"]' } }, true],
])("a filter policy %j lets a message with %j through: %s", async (filter, MessageAttributes, isThrough) => {
  const { subscribeQueue, publish, receive } = await newTopic();
  const { url } = await subscribeQueue("work", { FilterPolicy: JSON.stringify(filter) });
  await publish("x", { MessageAttributes });
  expect(await receive(url)).toHaveLength(isThrough ? 1 : 0);
});

test("a filter policy can look at the body instead, be changed and be taken off", async () => {
  const { sns, subscribeQueue, publish, receive } = await newTopic();
  const { url, SubscriptionArn } = await subscribeQueue("work", {
    FilterPolicyScope: "MessageBody",
    FilterPolicy: '{"detail":{"kind":["a"]}}',
  });
  const set = (AttributeValue: string) =>
    sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue,
      }),
    );
  const arrives = async (message: string) => {
    await publish(message);
    return (await receive(url)).length === 1;
  };
  expect(await arrives('{"detail":{"kind":"a"}}')).toBe(true);
  expect(await arrives('{"detail":{"kind":"b"}}')).toBe(false);
  expect(await arrives("no JSON")).toBe(false);
  await set('{"detail":{"kind":["b"]}}');
  expect(await arrives('{"detail":{"kind":"b"}}')).toBe(true);
  await set("{}");
  expect(await arrives("no JSON")).toBe(true);
  await expect(set('{"kind":"b"}')).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a message can have another text for each protocol", async () => {
  const { subscribeQueue, publish, receive } = await newTopic();
  const { url } = await subscribeQueue("work", { RawMessageDelivery: "true" });
  await publish('{"default":"d","sqs":"for queues"}', { MessageStructure: "json" });
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(["for queues"]);
});

test("what is no text for a protocol is left out, and the default takes its place", async () => {
  const { subscribeQueue, publish, receive } = await newTopic();
  const { url } = await subscribeQueue("work", { RawMessageDelivery: "true" });
  await publish('{"default":"d","sqs":{"no":"text"},"lambda":1}', { MessageStructure: "json" });
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(["d"]);
});

const attributes = (name: string, value: object) => ({ MessageAttributes: { [name]: value } });

test.each([
  ["a subject of 100 characters", { Subject: "x".repeat(100) }, "InvalidParameterException"],
  ["a line break in the subject", { Subject: "a\nb" }, "InvalidParameterException"],
  ["an empty subject", { Subject: "" }, "InvalidParameterException"],
  ["an empty message", { Message: "" }, "InvalidParameterException"],
  ["more than 262,144 bytes", { Message: "é".repeat(131_073) }, "InvalidParameterException"],
  [
    "attributes that make it too long",
    { Message: "x".repeat(262_140), ...attributes("a", text("b")) },
    "InvalidParameterException",
  ],
  ["no text by default", { Message: '{"sqs":"x"}', MessageStructure: "json" }, "InvalidParameterException"],
  [
    "a default that is no text",
    { Message: '{"default":{}}', MessageStructure: "json" },
    "InvalidParameterException",
  ],
  ["an attribute without a value", attributes("a", text("")), "InvalidParameterValueException"],
  ["an attribute of AWS's", attributes("AWS.a", text("x")), "InvalidParameterValueException"],
  ["an attribute with a double period", attributes("a..b", text("x")), "InvalidParameterValueException"],
  [
    "an attribute of no type",
    attributes("a", { DataType: "Text", StringValue: "x" }),
    "InvalidParameterValueException",
  ],
  [
    "a number that is none",
    attributes("a", { DataType: "Number", StringValue: "x" }),
    "InvalidParameterValueException",
  ],
])("a message with %s is not published", async (_, message, name) => {
  const { publish } = await newTopic();
  await expect(publish("x", message)).rejects.toMatchObject({ name });
});

test("a subject of 99 characters and a message of exactly 262,144 bytes are published", async () => {
  const { publish } = await newTopic();
  const sent = await publish("x".repeat(262_144), { Subject: "é".repeat(99) });
  expect(sent.MessageId).toBeDefined();
});

test("topics and subscriptions are made once, listed, described and removed", async () => {
  const { sns, TopicArn, subscribeQueue, queueArn } = await newTopic();
  expect((await sns.send(new CreateTopicCommand({ Name: "notices" }))).TopicArn).toBe(TopicArn);
  const { SubscriptionArn } = await subscribeQueue("work");
  expect((await subscribeQueue("work")).SubscriptionArn).toBe(SubscriptionArn);
  await sns.send(
    new SetTopicAttributesCommand({ TopicArn, AttributeName: "DisplayName", AttributeValue: "N" }),
  );
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  const topic = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(topic.Attributes).toMatchObject({ DisplayName: "N", Owner: account, SubscriptionsConfirmed: "1" });
  const subscription = { SubscriptionArn, TopicArn, Protocol: "sqs", Endpoint: queueArn("work") };
  const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(listed.Subscriptions).toMatchObject([subscription]);
  const described = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(described.Attributes).toMatchObject({ ...subscription, RawMessageDelivery: "false" });
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
  await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn }))).resolves.toBeDefined();
  await sns.send(new DeleteTopicCommand({ TopicArn }));
  const publishing = sns.send(new PublishCommand({ TopicArn, Message: "x" }));
  await expect(publishing).rejects.toMatchObject({ name: "NotFoundException" });
});

test.each([
  ["email", "ops@example.com"],
  ["email-json", "ops@example.com"],
  ["https", "https://example.com/hook"],
  ["http", "http://example.com/hook"],
])(
  "a subscription by %s waits for somebody who confirms it, and hears nothing",
  async (Protocol, Endpoint) => {
    const { sns, TopicArn, publish } = await newTopic();
    const subscribe = (more = {}) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, ...more }));
    expect((await subscribe()).SubscriptionArn).toBe("pending confirmation");
    const { SubscriptionArn = "" } = await subscribe({ ReturnSubscriptionArn: true });
    expect(SubscriptionArn).toContain(`${TopicArn}:`);
    await publish("hello");
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: "PendingConfirmation", Protocol, Endpoint }]);
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: "true" });
  },
);

test.each([
  ["email", "nobody"],
  ["https", "http://example.com"],
  ["pigeon", "roof"],
])("a subscription by %s to %s is refused", async (Protocol, Endpoint) => {
  const { sns, TopicArn } = await newTopic();
  await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }))).rejects.toThrow(
    /^Invalid parameter/,
  );
});

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
test("of a batch each message is delivered or refused by itself", async () => {
  const { sns, TopicArn, subscribeQueue, receive } = await newTopic();
  const { url } = await subscribeQueue("work", { RawMessageDelivery: "true" });
  const entry = (Id: string, more: object = {}) => ({ Id, Message: Id, ...more });
  const publishAll = (entries: { Id: string; Message: string }[]) =>
    sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
  const { Successful, Failed } = await publishAll([entry("a"), entry("b", { Subject: "" }), entry("c")]);
  expect(Successful?.map(({ Id }) => Id)).toEqual(["a", "c"]);
  expect(Failed).toMatchObject([{ Id: "b", SenderFault: true }]);
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(["a", "c"]);
  const refused: [string, { Id: string; Message: string }[]][] = [
    ["EmptyBatchRequest", []],
    ["TooManyEntriesInBatchRequest", Array.from({ length: 11 }, (_, index) => entry(`${index}`))],
    ["BatchEntryIdsNotDistinct", [entry("a"), entry("a")]],
    ["BatchRequestTooLong", ["a", "b"].map((Id) => ({ Id, Message: "x".repeat(150_000) }))],
  ];
  for (const [code, entries] of refused) {
    const error: unknown = await publishAll(entries).catch((caught: unknown) => caught);
    expect(error instanceof Error ? error.name.replace(/Exception$/, "") : "").toBe(code);
  }
});
