/** What a person on call has to know of, announced where the notices are; each says what to do. */
import { Aws, Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

export interface Watched {
  readonly topic: Topic;
  readonly deadWork: Queue;
  readonly deadEvents: Queue;
  readonly work: Queue;
  readonly functions: Readonly<Record<string, LambdaFunction>>;
}

const minutes = Duration.minutes;

export function alarms(scope: Construct, { topic, deadWork, deadEvents, work, functions }: Watched): void {
  mayPublish(topic);
  const watch = (name: string, metric: IMetric, threshold: number, alarmDescription: string) => {
    const alarm = new Alarm(scope, name, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  };
  const waiting = { period: minutes(5), statistic: "Maximum" };

  watch(
    "DeadWorkAlarm",
    deadWork.metricApproximateNumberOfMessagesVisible(waiting),
    1,
    "Work for a role failed for good. See the log of reconcile for why, mend it, and redrive the queue DeadWork.",
  );
  watch(
    "DeadEventsAlarm",
    deadEvents.metricApproximateNumberOfMessagesVisible(waiting),
    1,
    "Events reached no function. The next sweep makes good what they asked for; see the queue DeadEvents for why.",
  );
  watch(
    "OldWorkAlarm",
    work.metricApproximateAgeOfOldestMessage(waiting),
    minutes(15).toSeconds(),
    "Work has waited for a quarter of an hour. See whether reconcile is throttled or fails.",
  );
  for (const [name, deployed] of Object.entries(functions)) {
    const errors = deployed.metricErrors({ period: minutes(15), statistic: "Sum" });
    watch(
      `${name}-Errors`,
      errors,
      3,
      `${name} failed three times within a quarter of an hour. See its log.`,
    );
  }
}

/** A topic with a policy of its own admits nobody else. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function mayPublish(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
}
