/** What a person on call has to know of, announced where the notices are; each says what to do. */
import { Aws, Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { age, behindIn, sweeps, type Watched, waiting } from "./watched.ts";

const { minutes } = Duration;

/** The most important first. */
export function alarms(scope: Construct, watched: Watched, topic: Topic): readonly Alarm[] {
  const { deadWork, deadEvents, work, functions } = watched;
  const made = [
    ring(scope, "DeadWorkAlarm", {
      metric: waiting(deadWork, minutes(5)),
      from: 1,
      about:
        "Work for a role failed for good, so a build may not pull. See the log of Reconcile for why, mend it, and redrive the queue DeadWork: docs/operations.md, Redrive.",
    }),
    deadEventsAlarm(scope, deadEvents),
    noSweep(scope, watched),
    ring(scope, "OldWorkAlarm", {
      metric: age(work, minutes(5)),
      from: minutes(15).toSeconds(),
      about:
        "Work has waited for a quarter of an hour, and builds with it. See whether Reconcile fails or is throttled; both have alarms of their own.",
    }),
    ring(scope, "LateNoticesAlarm", {
      metric: behindIn(functions.notify, minutes(5)),
      from: minutes(15).toMilliseconds(),
      about:
        "Changes are made, and nobody hears of them: notices are a quarter of an hour late. See the log of Notify for what it cannot send.",
    }),
    ...(functions.securityhub === undefined
      ? []
      : [
          ring(scope, "LateFindingsAlarm", {
            metric: behindIn(functions.securityhub, minutes(5)),
            from: minutes(15).toMilliseconds(),
            about:
              "Findings are a quarter of an hour late in Security Hub. See whether Security Hub CSPM is enabled in this account and Region, and the log of Securityhub for what it refuses. Enabled, it gets what it missed.",
          }),
        ]),
    ...Object.entries(functions).flatMap(([name, deployed]) => [
      ring(scope, `${name}-Errors`, {
        metric: deployed.metricErrors({ period: minutes(15), statistic: "Sum" }),
        from: 3,
        about: `The function ${name} failed three times within a quarter of an hour. Its log has the error; what it says is denied or throttled, mend. What fails for good ends in DeadWork or DeadEvents.`,
      }),
      ring(scope, `${name}-Throttles`, {
        metric: deployed.metricThrottles({ period: minutes(5), statistic: "Sum" }),
        from: 1,
        periods: 3,
        about: `The function ${name} has been refused room to run for a quarter of an hour. Raise the option reservedConcurrency, or the account's limit of concurrent executions.`,
      }),
    ]),
  ];
  return announced(made, topic);
}

/** Also of a Region that only forwards. */
export function deadEventsAlarm(scope: Construct, deadEvents: Queue): Alarm {
  return ring(scope, "DeadEventsAlarm", {
    metric: waiting(deadEvents, minutes(5)),
    from: 1,
    about:
      "Events or notices could not be delivered. The next sweep makes good what the events asked for. See the attributes of the messages in the queue DeadEvents for why, mend it, and empty the queue: docs/operations.md, Dead events.",
  });
}

/** Alarms publish to the topic, and no other alarm may. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function announced(made: readonly Alarm[], topic: Topic): readonly Alarm[] {
  for (const alarm of made) alarm.addAlarmAction(new SnsAction(topic));
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        ArnEquals: { "aws:SourceArn": made.map(({ alarmArn }) => alarmArn) },
      },
    }),
  );
  return made;
}

/**
 * The dead man's switch: silence is what rings. Two periods of the sweep's rate are within CloudWatch's limits, a day in
 * all for periods under an hour and seven days for others, for every rate that the options take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function noSweep(scope: Construct, watched: Watched): Alarm {
  const { sweepMinutes, metrics } = watched;
  return new Alarm(scope, "NoSweepAlarm", {
    metric: sweeps(watched),
    threshold: 1,
    evaluationPeriods: 2,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
    alarmDescription: `No sweep ${metrics ? "was completed" : "began"} within ${2 * sweepMinutes} minutes, twice its rate: what events missed is not made good. See the log of Sweep, and whether the rule Sweeps is enabled.`,
  });
}

interface Ringing {
  readonly metric: IMetric;
  /** It rings at this value, and above. */
  readonly from: number;
  /** How many periods in a row. */
  readonly periods?: number;
  readonly about: string;
}

function ring(scope: Construct, id: string, { metric, from, periods = 1, about }: Ringing): Alarm {
  return new Alarm(scope, id, {
    metric,
    threshold: from,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: about,
  });
}
