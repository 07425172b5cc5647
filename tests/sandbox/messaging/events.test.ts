import {
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateTopicCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { administrator, type BusEvent, connect, onNotice } from "../../../packages/sandbox/src/index.ts";
import { account, away, home, letIn, newAccount, policy } from "./support/account.ts";

const open = { Policy: letIn("events.amazonaws.com", "sqs:SendMessage") };
const mine = { source: ["my.app"] };

const put = (detail: object = {}, more: object = {}) =>
  new PutEventsCommand({
    Entries: [{ Source: "my.app", DetailType: "Order", Detail: JSON.stringify(detail), ...more }],
  });

async function newQueueTarget() {
  const world = await newAccount();
  const url = await world.queue("out", open);
  const arrived = async () => {
    await world.sandbox.settle();
    return (await world.receive(url)).map(({ Body }) => JSON.parse(Body ?? ""));
  };
  return { ...world, arrived, Arn: world.queueArn("out") };
}

test("an event reaches the targets of the rules that it matches, in AWS's envelope", async () => {
  const { events, rule, arrived, Arn } = await newQueueTarget();
  await rule("orders", { source: ["my.app"], detail: { total: [{ numeric: [">", 10] }] } }, [{ Arn }]);
  const { Entries } = await events.send(put({ total: 11 }, { Resources: ["r"] }));
  await events.send(put({ total: 9 }));
  expect(await arrived()).toEqual([
    {
      version: "0",
      id: Entries?.[0]?.EventId,
      "detail-type": "Order",
      source: "my.app",
      account,
      time: "2026-01-05T09:00:00Z",
      region: home,
      resources: ["r"],
      detail: { total: 11 },
    },
  ]);
});

test("functions, queues, topics get it: the whole event, the part at a path, or a constant", async () => {
  const { sandbox, events, sns, rule, deploy, arrived, Arn } = await newQueueTarget();
  const invoked: unknown[] = [];
  const functionArn = await deploy("f", async (event: object) => void invoked.push(event));
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "t" }));
  const AttributeValue = letIn("events.amazonaws.com", "sns:Publish");
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
  const heard: string[] = [];
  onNotice(sandbox, TopicArn, ({ text }) => void heard.push(text));
  await rule("r", mine, [
    { Arn: functionArn, InputPath: "$.detail.order.id" },
    { Arn, Input: '{"constant":true}' },
    { Arn: TopicArn },
  ]);
  await events.send(put({ order: { id: 7 } }));
  expect(await arrived()).toEqual([{ constant: true }]);
  expect(invoked).toEqual([7]);
  expect(heard.map((text) => JSON.parse(text).detail)).toEqual([{ order: { id: 7 } }]);
});

test("changes in the account are events; calls that only read are heard by rules that ask for them", async () => {
  const { sandbox, events, rule, queue, receive, arrived, Arn, queueArn } = await newQueueTarget();
  const pattern = { source: ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"] };
  await rule("writes", pattern, [{ Arn }]);
  const all = await queue("all", open);
  await rule("all", pattern, [{ Arn: queueArn("all") }]);
  await events.send(
    new PutRuleCommand({
      Name: "all",
      EventPattern: JSON.stringify(pattern),
      State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    }),
  );
  const record = (readOnly: boolean): BusEvent => ({
    version: "0",
    id: String(readOnly),
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.iam",
    account,
    time: "2026-01-05T09:00:00Z",
    region: home,
    resources: [],
    detail: { eventVersion: "1.11", readOnly },
  });
  sandbox.emit(record(false));
  sandbox.emit(record(true));
  expect((await arrived()).map(({ id }) => id)).toEqual(["false"]);
  expect((await receive(all)).map(({ Body }) => JSON.parse(Body ?? "").id)).toEqual(["false", "true"]);
});

test("a role that is made is an event in us-east-1, and reaches another Region over a forwarding rule", async () => {
  const { iam, clients, rule, arrived, Arn } = await newQueueTarget();
  const pattern = { source: ["aws.iam"], detail: { eventName: ["CreateRole"] } };
  const bus = `arn:aws:events:${home}:${account}:event-bus/default`;
  await rule("forward", pattern, [{ Arn: bus }], clients(away).events);
  await rule("here", pattern, [{ Arn }]);
  const trust = policy({
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  await iam.send(new CreateRoleCommand({ RoleName: "builder", AssumeRolePolicyDocument: trust }));
  expect(await arrived()).toMatchObject([
    { source: "aws.iam", region: away, account, detail: { requestParameters: { roleName: "builder" } } },
  ]);
});

test("an event travels once: what was forwarded is not forwarded again", async () => {
  const { events, clients, sandbox, queue, queueArn, receive, rule } = await newAccount();
  const there = clients(away);
  const bus = (region: string) => `arn:aws:events:${region}:${account}:event-bus/default`;
  const dead = await queue("dead");
  await rule("out", mine, [{ Arn: bus(away) }]);
  await rule("back", mine, [{ Arn: bus(home), DeadLetterConfig: { Arn: queueArn("dead") } }], there.events);
  await events.send(put());
  await sandbox.settle();
  const [letter] = await receive(dead);
  expect(letter?.MessageAttributes?.ERROR_CODE?.StringValue).toBe("THIRD_REGION_HOP_DETECTED");
  expect(await receive(dead)).toEqual([]);
});

test("another account's bus takes events from a role of this account, once it lets the account in", async () => {
  const { sandbox, events, role, rule, queue, queueArn, receive } = await newAccount();
  const other = "999988887777";
  const config = connect(sandbox, { region: home, principal: administrator(sandbox, other) });
  const there = { sqs: new SQSClient(config), events: new EventBridgeClient(config) };
  const { QueueUrl = "" } = await there.sqs.send(
    new CreateQueueCommand({ QueueName: "in", Attributes: open }),
  );
  await rule("in", mine, [{ Arn: `arn:aws:sqs:${home}:${other}:in` }], there.events);
  const dead = await queue("dead");
  const Arn = `arn:aws:events:${home}:${other}:event-bus/default`;
  const RoleArn = await role("sender", "events:PutEvents");
  await rule("out", mine, [{ Arn, RoleArn, DeadLetterConfig: { Arn: queueArn("dead") } }]);

  await events.send(put({ n: 1 }));
  const [letter] = await receive(dead);
  expect(letter?.MessageAttributes?.ERROR_CODE?.StringValue).toBe("NO_PERMISSIONS");
  const permission = { Action: "events:PutEvents", Principal: account, StatementId: "in" };
  await there.events.send(new PutPermissionCommand(permission));
  await events.send(put({ n: 2 }));
  const { Messages = [] } = await there.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body }) => JSON.parse(Body ?? ""))).toMatchObject([{ account, detail: { n: 2 } }]);
});

test("a target that does not let EventBridge in, or is gone, costs the event; a dead-letter queue keeps it", async () => {
  const { sandbox, events, queue, queueArn, receive, rule } = await newAccount();
  const closed = await queue("closed");
  const dead = await queue("dead");
  const DeadLetterConfig = { Arn: queueArn("dead") };
  await rule("r", mine, [
    { Arn: queueArn("closed"), DeadLetterConfig },
    { Arn: queueArn("gone"), DeadLetterConfig },
  ]);
  await events.send(put({ kept: true }));
  await sandbox.settle();
  expect(await receive(closed)).toEqual([]);
  const letters = await receive(dead);
  expect(letters.map(({ MessageAttributes }) => MessageAttributes?.ERROR_CODE?.StringValue)).toEqual([
    "NO_PERMISSIONS",
    "NO_RESOURCE",
  ]);
  expect(letters.map(({ Body }) => JSON.parse(Body ?? "").detail)).toEqual([{ kept: true }, { kept: true }]);
});

test("a schedule runs after each period, from its rule's making until the rule is disabled", async () => {
  const { events, deploy, pass } = await newAccount();
  const ticks: BusEvent[] = [];
  const Arn = await deploy("f", async (event: BusEvent) => void ticks.push(event));
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "sweep", ScheduleExpression: "rate(1 hour)" }),
  );
  await events.send(new PutTargetsCommand({ Rule: "sweep", Targets: [{ Id: "1", Arn }] }));
  await pass(3_599_999);
  expect(ticks).toEqual([]);
  await pass(1);
  expect(ticks).toMatchObject([
    {
      "detail-type": "Scheduled Event",
      source: "aws.events",
      resources: [RuleArn],
      time: "2026-01-05T10:00:00Z",
      detail: {},
    },
  ]);
  await pass(2 * 3_600_000);
  expect(ticks).toHaveLength(3);
  await events.send(new DisableRuleCommand({ Name: "sweep" }));
  await pass(3_600_000);
  expect(ticks).toHaveLength(3);
  await events.send(new EnableRuleCommand({ Name: "sweep" }));
  await pass(3_600_000);
  expect(ticks).toHaveLength(4);
});

test("a disabled rule hears nothing; a rule put again keeps its targets", async () => {
  const { events, rule, arrived, Arn } = await newQueueTarget();
  await rule("r", mine, [{ Arn }]);
  await events.send(new DisableRuleCommand({ Name: "r" }));
  await events.send(put({ n: 1 }));
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"detail":{"n":[2]}}' }));
  await events.send(put({ n: 2 }));
  await events.send(put({ n: 3 }));
  expect((await arrived()).map(({ detail }) => detail)).toEqual([{ n: 2 }]);
});

test.each([
  ["from AWS", { Source: "aws.iam" }, "NotAuthorizedForSourceException"],
  ["without a type", { DetailType: "" }, "InvalidArgument"],
  ["whose detail is no object", { Detail: "[1]" }, "MalformedDetail"],
  ["whose detail is no JSON", { Detail: "{" }, "MalformedDetail"],
])("an event %s is refused by itself", async (_, more, ErrorCode) => {
  const { events } = await newAccount();
  const answer = await events.send(put({}, more));
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }] });
});

test.each([
  ["rate(1 hour)", true],
  ["rate(5 minutes)", true],
  ["rate(2 days)", true],
  ["rate(1 hours)", false],
  ["rate(2 day)", false],
  ["rate(0 minutes)", false],
  ["rate(1 second)", false],
  ["cron(0 12 * * ? *)", true],
])("a schedule %s is taken: %s", async (ScheduleExpression, isTaken) => {
  const { events } = await newAccount();
  const putting = events.send(new PutRuleCommand({ Name: "r", ScheduleExpression }));
  if (isTaken) await expect(putting).resolves.toHaveProperty("RuleArn");
  else await expect(putting).rejects.toMatchObject({ name: "ValidationException" });
});

test("a malformed pattern is refused with the reason", async () => {
  const { events } = await newAccount();
  const putting = events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":"aws.iam"}' }));
  await expect(putting).rejects.toMatchObject({
    name: "InvalidEventPatternException",
    message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
  });
});

test("rules and targets are listed, described and removed, targets first", async () => {
  const { events, rule, Arn } = await newQueueTarget();
  await rule("b", mine, [{ Arn }]);
  await rule("a", mine, []);
  const { Rules } = await events.send(new ListRulesCommand({}));
  expect(Rules?.map(({ Name }) => Name)).toEqual(["a", "b"]);
  const described = await events.send(new DescribeRuleCommand({ Name: "b" }));
  expect(described).toMatchObject({
    State: "ENABLED",
    EventPattern: JSON.stringify(mine),
    EventBusName: "default",
  });
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "b" }));
  expect(Targets).toEqual([{ Id: "0", Arn }]);
  const tooEarly = events.send(new DeleteRuleCommand({ Name: "b" }));
  await expect(tooEarly).rejects.toMatchObject({ name: "ValidationException" });
  await events.send(new RemoveTargetsCommand({ Rule: "b", Ids: ["0"] }));
  await events.send(new DeleteRuleCommand({ Name: "b" }));
  const gone = events.send(new DescribeRuleCommand({ Name: "b" }));
  await expect(gone).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("a FIFO queue needs a group, a rule takes five targets, other services are no targets here", async () => {
  const { sandbox, rule, Arn } = await newQueueTarget();
  const events = new EventBridgeClient({ ...connect(sandbox, { region: home }), maxAttempts: 1 });
  await rule("r", mine, []);
  const targets = (list: readonly string[]) =>
    events.send(
      new PutTargetsCommand({
        Rule: "r",
        Targets: list.map((arn, index) => ({ Id: String(index), Arn: arn })),
      }),
    );
  await expect(targets([`${Arn}.fifo`])).rejects.toMatchObject({ name: "ValidationException" });
  await expect(targets(["arn:aws:states:eu-central-1:1:x"])).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(targets(Array.from({ length: 6 }, () => Arn))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
});

test("a bus tells its policy, a statement for each account", async () => {
  const { events } = await newAccount();
  const Principal = "999988887777";
  await events.send(
    new PutPermissionCommand({ Action: "events:PutEvents", Principal, StatementId: "other" }),
  );
  const { Name, Arn, Policy = "" } = await events.send(new DescribeEventBusCommand({}));
  expect([Name, Arn]).toEqual(["default", `arn:aws:events:${home}:${account}:event-bus/default`]);
  expect(JSON.parse(Policy).Statement).toMatchObject([
    { Sid: "other", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${Principal}:root` } },
  ]);
});

test("a pattern can be tried without a rule", async () => {
  const { events } = await newAccount();
  const event = { id: "1", account, source: "my.app", time: "2026-01-05T09:00:00Z", region: home };
  const whole = { ...event, resources: [], "detail-type": "Order", detail: { total: 11 } };
  const tried = async (pattern: string, given: unknown) =>
    events.send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(given) }));
  expect(await tried('{"source":["my.app"]}', whole)).toMatchObject({ Result: true });
  expect(await tried('{"detail":{"total":[{"numeric":[">",11]}]}}', whole)).toMatchObject({ Result: false });
  await expect(tried("{", whole)).rejects.toThrow("Event pattern is not valid");
  await expect(tried('{"source":["my.app"]}', event)).rejects.toThrow("Parameter Event is not valid.");
  await expect(tried('{"source":["my.app"]}', "order")).rejects.toThrow("Parameter Event is not valid.");
});

test("the default bus is listed", async () => {
  const { events } = await newAccount();
  const Arn = `arn:aws:events:${home}:${account}:event-bus/default`;
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  expect(EventBuses).toEqual([{ Name: "default", Arn }]);
  expect((await events.send(new ListEventBusesCommand({ NamePrefix: "x" }))).EventBuses).toEqual([]);
});
