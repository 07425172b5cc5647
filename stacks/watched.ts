/** What alarms and dashboard look at. */
import type { FunctionName } from "@pullpass/functions/deployment";
import { Duration } from "aws-cdk-lib";
import { type IMetric, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Functions } from "./functions.ts";

export interface Watched {
  readonly deadWork: Queue;
  readonly deadEvents: Queue;
  readonly work: Queue;
  readonly sweepWork: Queue;
  readonly functions: Functions;
  readonly sweepMinutes: number;
  /** Do the functions count what they do? */
  readonly metrics: boolean;
}

/** How many sweeps came to their end; where nobody counts them, how many began. */
export function sweeps({ functions, metrics, sweepMinutes }: Watched): IMetric {
  const period = Duration.minutes(sweepMinutes);
  return metrics
    ? counted("sweep", "SweepsCompleted", period)
    : functions.sweep.metricInvocations({ statistic: "Sum", period });
}

/** How often `name` happened, as a function counts it in its log; `telemetry.ts` of the functions names space and service. */
export function counted(of: FunctionName, metricName: string, period: Duration): Metric {
  const dimensionsMap = { service: `pullpass-${of}` };
  return new Metric({ namespace: "pullpass", metricName, dimensionsMap, statistic: "Sum", period });
}

/** How many messages wait. */
export function waiting(queue: Queue, period: Duration): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period });
}

/** How old the oldest message is. */
export function age(queue: Queue, period: Duration): Metric {
  return queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum", period });
}

/** How far a function is behind the ledger, in milliseconds. */
export function behindIn(reader: LambdaFunction, period: Duration): Metric {
  return reader.metric("IteratorAge", { statistic: "Maximum", period });
}
