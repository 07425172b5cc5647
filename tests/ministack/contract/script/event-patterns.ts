import { PutRuleCommand, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import type { Script } from "./script.ts";

const event = {
  id: "11111111-2222-3333-4444-555555555555",
  account: "111122223333",
  source: "aws.secretsmanager",
  time: "2026-01-05T09:00:00Z",
  region: "us-east-1",
  resources: [],
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventName: "TagResource", requestParameters: { secretId: "dockerhub" } },
};

export const eventPatterns: Script = ({ events }) => {
  const matches = (pattern: object, of: object = event) =>
    events.send(
      new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(of) }),
    );
  const { resources: _, ...withoutResources } = event;
  const schedule = (ScheduleExpression: string) =>
    events.send(new PutRuleCommand({ Name: "scheduled", ScheduleExpression }));
  return {
    TestEventPattern: () => matches({ source: ["aws.secretsmanager"] }),
    "TestEventPattern of another source": () => matches({ source: ["aws.iam"] }),
    "TestEventPattern of a prefix": () => matches({ source: [{ prefix: "aws." }] }),
    "TestEventPattern of anything but": () => matches({ detail: { eventName: [{ "anything-but": ["X"] }] } }),
    "TestEventPattern of what is there": () => matches({ detail: { errorCode: [{ exists: false }] } }),
    "TestEventPattern of an event without resources": () =>
      matches({ source: ["aws.secretsmanager"] }, withoutResources),
    "TestEventPattern with no JSON": () =>
      events.send(new TestEventPatternCommand({ EventPattern: "{", Event: JSON.stringify(event) })),
    "TestEventPattern with a text for a list": () => matches({ source: "aws.secretsmanager" }),
    "TestEventPattern with an empty list": () => matches({ source: [] }),
    "TestEventPattern with a filter that is none": () => matches({ source: [{ like: "aws" }] }),
    "TestEventPattern with a dotted key": () =>
      matches({ "detail.requestParameters.secretId": ["dockerhub"] }),
    "PutRule with a rate": () => schedule("rate(1 hour)"),
    "PutRule with a rate that is none": () => schedule("rate(1 hours)"),
    "PutRule with a cron": () => schedule("cron(0 12 * * ? *)"),
    "PutRule with a cron of five fields": () => schedule("cron(0 12 * * ?)"),
    "PutRule with a cron of both days": () => schedule("cron(0 12 1 * MON *)"),
    "PutRule with neither pattern nor schedule": () => events.send(new PutRuleCommand({ Name: "nothing" })),
  };
};
