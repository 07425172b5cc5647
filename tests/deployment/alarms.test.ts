import { readFileSync } from "node:fs";
import { Match } from "aws-cdk-lib/assertions";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { synthesized } from "./support/synthesized.ts";

interface Alarm {
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
}

function alarmsOf(template: ReturnType<typeof synthesized>): ReadonlyMap<string, Alarm> {
  const found = Object.entries(template.findResources("AWS::CloudWatch::Alarm"));
  return new Map(found.map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ""), Properties]));
}

test("there is an alarm for all that a person has to know of, and each says what to do", () => {
  const alarms = alarmsOf(synthesized());
  expect([...alarms.keys()]).toEqual([
    "DeadWorkAlarm",
    "DeadEventsAlarm",
    "NoSweepAlarm",
    "OldWorkAlarm",
    "LateNoticesAlarm",
    ...["ingest", "sweep", "reconcile", "notify", "registry"].flatMap((name) => [
      `${name}Errors`,
      `${name}Throttles`,
    ]),
  ]);
  for (const { AlarmDescription, AlarmActions } of alarms.values()) {
    expect(AlarmDescription).toMatch(/(See|Raise|Its log|mend) .+\.$/);
    expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Notices/) }]);
  }
});

test("alarms may publish to the topic, and no other alarm may", () => {
  const template = synthesized();
  const Statement = Match.arrayWith([
    Match.objectLike({
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Condition: {
        StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
        ArnEquals: {
          "aws:SourceArn": Object.keys(template.findResources("AWS::CloudWatch::Alarm")).map((id) => ({
            "Fn::GetAtt": [id, "Arn"],
          })),
        },
      },
    }),
  ]);
  template.hasResourceProperties("AWS::SNS::TopicPolicy", { PolicyDocument: { Statement } });
});

test("silence rings: twice the sweep's rate without a completed one", () => {
  const template = synthesized({ sweepMinutes: 30 });
  template.hasResourceProperties("AWS::CloudWatch::Alarm", {
    Namespace: "pullpass",
    MetricName: "SweepsCompleted",
    Dimensions: [{ Name: "service", Value: "pullpass-sweep" }],
    Statistic: "Sum",
    Period: 30 * 60,
    EvaluationPeriods: 2,
    Threshold: 1,
    ComparisonOperator: "LessThanThreshold",
    TreatMissingData: "breaching",
  });
});

test("CloudWatch takes the alarms at every rate of the sweep", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 1440 }), (sweepMinutes) => {
      for (const { Period, EvaluationPeriods } of alarmsOf(synthesized({ sweepMinutes })).values()) {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        const secondsMax = Period < 3_600 ? 86_400 : 604_800;
        expect(Period % 60).toBe(0);
        expect(Period * EvaluationPeriods).toBeLessThanOrEqual(secondsMax);
      }
    }),
    { numRuns: propertyRuns(6), examples: [[5], [59], [60], [1440]] },
  );
});

test("each that costs can be left out", () => {
  const counts = (options: Parameters<typeof synthesized>[0]) => {
    const template = synthesized(options);
    const count = (type: string) => Object.keys(template.findResources(type)).length;
    const json = JSON.stringify(template.toJSON());
    return {
      alarms: count("AWS::CloudWatch::Alarm"),
      dashboards: count("AWS::CloudWatch::Dashboard"),
      url: json.includes("DashboardUrl"),
      letIn: json.includes("cloudwatch.amazonaws.com"),
      own: json.includes("SweepsCompleted"),
      off: json.includes('"PULLPASS_METRICS":"off"'),
    };
  };
  const all = { alarms: 15, dashboards: 1, url: true, letIn: true, own: true, off: false };
  expect(counts({})).toEqual(all);
  expect(counts({ alarms: false })).toEqual({ ...all, alarms: 0, letIn: false });
  expect(counts({ dashboard: false })).toEqual({ ...all, dashboards: 0, url: false });
  expect(counts({ metrics: false })).toEqual({ ...all, own: false, off: true });
});

test("without metrics of its own, silence is a sweep that did not begin", () => {
  const alarm = alarmsOf(synthesized({ metrics: false })).get("NoSweepAlarm");
  expect(alarm).toMatchObject({
    Namespace: "AWS/Lambda",
    MetricName: "Invocations",
    Period: 3_600,
    EvaluationPeriods: 2,
    TreatMissingData: "breaching",
    AlarmDescription: expect.stringMatching(/^No sweep began within 120 minutes/),
  });
});

test("the dashboard shows what matters first, then how it went", () => {
  const [dashboard] = Object.values(synthesized().findResources("AWS::CloudWatch::Dashboard"));
  const pieces: readonly unknown[] = dashboard?.Properties.DashboardBody["Fn::Join"][1] ?? [];
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : "x")).join("");
  const { widgets } = JSON.parse(text);
  const rows = Map.groupBy<number, { y: number; properties: { title?: string; markdown?: string } }>(
    widgets,
    ({ y }) => y,
  );
  const titles = [...rows.values()].map((row) =>
    row.map(({ properties: { title = "what to do" } }) => title),
  );
  expect(titles).toEqual([
    ["what to do"],
    ["Alarms"],
    ["Dead letters (should be zero)", "Oldest work, in seconds", "Completed sweeps"],
    ["Errors", "Throttles", "Notices behind, in milliseconds"],
    ["Changes and findings a day", "Roles to look at, by events and by sweeps", "Notices sent a day"],
  ]);
});

test("the runbook says of every alarm what it means", () => {
  const runbook = readFileSync("docs/operations.md", "utf8");
  for (const name of alarmsOf(synthesized()).keys()) {
    expect(runbook).toContain(`\`${name.replace(/^(ingest|sweep|reconcile|notify|registry)/, "…")}\``);
  }
});
