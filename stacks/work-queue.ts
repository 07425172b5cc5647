/** The FIFO queue of work, one message group a role; the line in which the work of sweeps waits; and where work ends that fails for good. */
import { workDeliveriesMax, workHiddenSeconds } from "@pullpass/functions/deployment";
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

export interface WorkQueues {
  readonly work: Queue;
  readonly sweepWork: Queue;
  readonly deadWork: Queue;
}

export function workQueues(scope: Construct, key?: Key): WorkQueues {
  const deadWork = new Queue(scope, "DeadWork", {
    fifo: true,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    ...atRest(key),
  });
  const queue = (id: string) =>
    new Queue(scope, id, {
      fifo: true,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(workHiddenSeconds),
      deadLetterQueue: { queue: deadWork, maxReceiveCount: workDeliveriesMax },
      ...atRest(key),
    });
  return { work: queue("Work"), sweepWork: queue("SweepWork"), deadWork };
}

/** With the deployment's key, reused for an hour, since its calls are most of its bill; else with SQS's own. */
export function atRest(key: Key | undefined) {
  if (key === undefined) return { encryption: QueueEncryption.SQS_MANAGED };
  return { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1) };
}
