/** The stack, top to bottom: plain CDK constructs, so that SST and the CDK deploy the same thing. */
import { type Deployed, eventRules, type FunctionName } from "@pullpass/functions/deployment";
import { Aws, CfnOutput, Duration, type Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as Invoke } from "aws-cdk-lib/aws-events-targets";
import { StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, SqsDlq, SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { alarms } from "./alarms.ts";
import { deadEvents } from "./dead-letters.ts";
import { functionRole, lambda } from "./lambda.ts";
import { ledgerTable } from "./ledger-table.ts";
import { defaults, type Options } from "./options.ts";
import { reconcileTimeout, workQueues } from "./work-queue.ts";

export function pullpass({ stack }: { readonly stack: Stack }, options: Options = defaults): void {
  const table = ledgerTable(stack);
  const { work: queue, deadWork } = workQueues(stack);
  const dead = deadEvents(stack);
  const topic = new Topic(stack, "Notices", { displayName: "pullpass", enforceSSL: true });
  const roles = {
    ingest: functionRole(stack, "ingest"),
    reconcile: functionRole(stack, "reconcile"),
    sweep: functionRole(stack, "sweep"),
    notify: functionRole(stack, "notify"),
  };
  const ownRoleArns = Object.values(roles).map((role) => role.roleArn);

  const deployed: Deployed = {
    partition: Aws.PARTITION,
    account: Aws.ACCOUNT_ID,
    region: Aws.REGION,
    tableArn: table.tableArn,
    queueArn: queue.queueArn,
    topicArn: topic.topicArn,
    busArn: stack.formatArn({ service: "events", resource: "event-bus", resourceName: "default" }),
    rolePattern: options.rolePattern,
    ownRoleArns,
  };
  const environment = {
    PULLPASS_ACCOUNT: Aws.ACCOUNT_ID,
    PULLPASS_TABLE: table.tableName,
    PULLPASS_QUEUE_URL: queue.queueUrl,
    PULLPASS_TOPIC_ARN: topic.topicArn,
    PULLPASS_BUS: "default",
    PULLPASS_MODE: options.mode,
    PULLPASS_TAG_PREFIX: options.tagPrefix,
    PULLPASS_POLICY_NAME: options.policyName,
    PULLPASS_REGIONS: [Aws.REGION, ...options.searchRegions].join(" "),
    PULLPASS_NORMALIZATION: options.normalization,
    PULLPASS_ROLE_PATTERN: options.rolePattern,
    PULLPASS_PROJECT_PATTERN: options.projectPattern,
    PULLPASS_OWN_ROLES: ownRoleArns.join(" "),
  };
  const make = (name: FunctionName, timeout: Duration, more: { deadEvents?: Queue } = {}) =>
    lambda(stack, { name, role: roles[name], environment, timeout, deployed, ...more });

  const ingest = make("ingest", Duration.minutes(1), { deadEvents: dead });
  for (const { name, description, pattern } of eventRules(options.policyName)) {
    const rule = new Rule(stack, `On-${name}`, { description, eventPattern: pattern });
    rule.addTarget(new Invoke(ingest, { deadLetterQueue: dead }));
  }

  const sweep = make("sweep", Duration.minutes(5), { deadEvents: dead });
  const schedule = Schedule.rate(Duration.minutes(options.sweepMinutes));
  new Rule(stack, "Sweeps", {
    description: "Look at every project",
    schedule,
    targets: [new Invoke(sweep, { deadLetterQueue: dead })],
  });

  const reconcile = make("reconcile", reconcileTimeout);
  reconcile.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));

  dead.grantSendMessages(roles.notify);
  const notify = make("notify", Duration.minutes(1));
  notify.addEventSource(
    new DynamoEventSource(table, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      retryAttempts: 10,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(dead),
    }),
  );
  alarms(stack, {
    topic,
    deadWork,
    deadEvents: dead,
    work: queue,
    functions: { ingest, reconcile, sweep, notify },
  });

  new CfnOutput(stack, "NoticesTopic", {
    value: topic.topicArn,
    description: "Subscribe here to hear of every change and finding",
  });
  new CfnOutput(stack, "LedgerTable", {
    value: table.tableName,
    description: "What the pullpass command takes as --table, to record in this deployment's ledger",
  });
}
