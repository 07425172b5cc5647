/** Cron expressions: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
import { DescribeRuleCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { readSchedule } from "../../../packages/sandbox/src/services/events/read-schedule.ts";
import { letIn, newAccount } from "./support/account.ts";

/** A Monday. */
const start = new Date("2026-01-05T09:00:00Z");

test.each([
  ["cron(0 10 * * ? *)", ["2026-01-05T10:00", "2026-01-06T10:00"]],
  ["cron(0 9 * * ? *)", ["2026-01-06T09:00", "2026-01-07T09:00"]],
  ["cron(15 12 * * ? *)", ["2026-01-05T12:15", "2026-01-06T12:15"]],
  ["cron(0 18 ? * MON-FRI *)", ["2026-01-05T18:00", "2026-01-06T18:00"]],
  ["cron(0 8 1 * ? *)", ["2026-02-01T08:00", "2026-03-01T08:00"]],
  ["cron(0/15 * * * ? *)", ["2026-01-05T09:15", "2026-01-05T09:30"]],
  ["cron(5,35 14 * * ? *)", ["2026-01-05T14:05", "2026-01-05T14:35"]],
  ["cron(0/30 20-23 ? * SAT,sun *)", ["2026-01-10T20:00", "2026-01-10T20:30"]],
  ["cron(0 2 ? * SAT#3 *)", ["2026-01-17T02:00", "2026-02-21T02:00"]],
  ["cron(15 10 ? * 6L *)", ["2026-01-30T10:15", "2026-02-27T10:15"]],
  ["cron(0 0 L * ? *)", ["2026-01-31T00:00", "2026-02-28T00:00"]],
  ["cron(0 0 31W * ? *)", ["2026-01-30T00:00", "2026-03-31T00:00"]],
  ["cron(0 0 1W * ? 2026)", ["2026-02-02T00:00", "2026-03-02T00:00"]],
  ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
  ["cron(0 0 1 JAN ? 2025-2027)", ["2027-01-01T00:00", undefined]],
  ["cron(15 10 ? * 6L 2002-2005)", [undefined]],
  ["rate(5 minutes)", ["2026-01-05T09:05", "2026-01-05T09:10"]],
])("%s is due at %j", (expression, expected) => {
  const next = readSchedule(expression);
  let now: Date | undefined = start;
  for (const due of expected) {
    now = now && next(now);
    expect(now?.toISOString()).toBe(due && `${due}:00.000Z`);
  }
});

test.each([
  "cron(0 1 * * * *)",
  "cron(0 1 ? * ? *)",
  "cron(7 20 * * NOT *)",
  "cron(INVALID)",
  "cron(0 dummy ? * MON-FRI *)",
  "cron(71 8 1 * ? *)",
  "cron(0 8 * * ?)",
  "cron(0 8 0 * ? *)",
  "cron(5-1 8 * * ? *)",
  "cron(0/0 8 * * ? *)",
  "cron(0 8 ? * MON#6 *)",
  "rate(10 seconds)",
  "rate(1 minutes)",
  "rate(10 MINUTES)",
  " rate(10 minutes)",
])("%s is refused", async (ScheduleExpression) => {
  const { events } = await newAccount();
  await expect(events.send(new PutRuleCommand({ Name: "sweep", ScheduleExpression }))).rejects.toMatchObject({
    name: "ValidationException",
    message: "Parameter ScheduleExpression is not valid.",
  });
});

test("a rule with a cron schedule sends its event when it is due", async () => {
  const { sqs, events, queue, queueArn, receive, pass } = await newAccount();
  const QueueUrl = await queue("due");
  const Policy = letIn("events.amazonaws.com", "sqs:SendMessage");
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const ScheduleExpression = "cron(0 10,12 ? * MON *)";
  await events.send(new PutRuleCommand({ Name: "sweep", ScheduleExpression }));
  await events.send(
    new PutTargetsCommand({ Rule: "sweep", Targets: [{ Id: "queue", Arn: queueArn("due") }] }),
  );
  expect((await events.send(new DescribeRuleCommand({ Name: "sweep" }))).ScheduleExpression).toBe(
    ScheduleExpression,
  );
  await pass(4 * 3_600_000);
  const times = (await receive(QueueUrl)).map(({ Body }) => JSON.parse(Body ?? "").time);
  expect(times).toEqual(["2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z"]);
});
