/** The FIFO queue of work, one message group a role, and where work ends that fails for good. */
import { Duration } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** How long one invocation of `reconcile` may take. */
export const reconcileTimeout = Duration.minutes(2);

export interface WorkQueues {
  readonly work: Queue;
  readonly deadWork: Queue;
}

export function workQueues(scope: Construct): WorkQueues {
  const deadWork = new Queue(scope, "DeadWork", {
    fifo: true,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const work = new Queue(scope, "Work", {
    fifo: true,
    enforceSSL: true,
    // Six times the function's timeout. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeout: Duration.seconds(6 * reconcileTimeout.toSeconds()),
    deadLetterQueue: { queue: deadWork, maxReceiveCount: 5 },
  });
  return { work, deadWork };
}
