/** What wakes the functions: the account's events, the schedule, and a deployment that is done. */
import { askedBy, eventRules, summaryEvent, summarySchedules } from "@pullpass/functions/deployment";
import { Aws, Duration } from "aws-cdk-lib";
import { EventField, Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as Invoke } from "aws-cdk-lib/aws-events-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Functions } from "./functions.ts";
import type { Options } from "./options.ts";

export function rules(
  scope: Construct,
  { ingest, sweep, registry, credentials, notify }: Functions,
  deadLetterQueue: IQueue,
  options: Options,
): void {
  const { policyName, tagPrefix, kms } = options;
  const settings = {
    partition: Aws.PARTITION,
    account: Aws.ACCOUNT_ID,
    region: Aws.REGION,
    policyName,
    tagPrefix,
  };
  const asking = [registry, credentials].filter((each) => each !== undefined);
  for (const { name, description, pattern } of eventRules(settings, { kms })) {
    const rule = new Rule(scope, `On-${name}`, { description, eventPattern: pattern });
    rule.addTarget(new Invoke(ingest, { deadLetterQueue }));
    for (const each of askedBy(name, { registry, credentials }))
      rule.addTarget(new Invoke(each, { deadLetterQueue }));
  }
  new Rule(scope, "Sweeps", {
    description: "Look at every project",
    schedule: Schedule.rate(Duration.minutes(options.sweepMinutes)),
    targets: [sweep, ...asking].map((each) => new Invoke(each, { deadLetterQueue })),
  });
  if (options.collectMinutes > 0) {
    new Rule(scope, "CollectedNotices", {
      description: "Send the notices that have waited for others of the same event",
      schedule: Schedule.rate(Duration.minutes(1)),
      // What could not be sent waits for the next minute, so a try is neither repeated nor kept.
      targets: [new Invoke(notify, { retryAttempts: 0, deadLetterQueue })],
    });
  }
  if (options.summary !== false) {
    new Rule(scope, "Summaries", {
      description: "Tell what is open",
      schedule: Schedule.expression(summarySchedules[options.summary]),
      targets: [new Invoke(notify, { deadLetterQueue, event: RuleTargetInput.fromObject(summaryEvent) })],
    });
  }
  new Rule(scope, "FirstSweep", {
    description:
      "Look at every project as soon as this stack is made or changed, for its options may have changed",
    eventPattern: thisStackIsDone,
    targets: [sweep, ...asking].map((each) => new Invoke(each, { deadLetterQueue, event: sweepNow })),
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html */
const thisStackIsDone = {
  account: [Aws.ACCOUNT_ID],
  source: ["aws.cloudformation"],
  detailType: ["CloudFormation Stack Status Change"],
  detail: {
    "stack-id": [Aws.STACK_ID],
    "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE"] },
  },
};

/** As core decodes a sweep that is asked for by hand; the stack is who asked. */
const sweepNow = RuleTargetInput.fromObject({
  source: "pullpass",
  "detail-type": "Sweep",
  id: EventField.eventId,
  time: EventField.time,
  account: EventField.account,
  region: EventField.region,
  resources: [Aws.STACK_ID],
});
