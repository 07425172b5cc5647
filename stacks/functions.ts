/** The functions, and what hands them their work: queue and stream. Rules are in `rules.ts`. */
import { roleTagOf } from "@pullpass/core";
import {
  type Deployed,
  type FunctionName,
  reconcileSeconds,
  reservedFor,
  sweepRolesPerSecond,
  sweepSeconds,
} from "@pullpass/functions/deployment";
import { Aws, Duration, Stack } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { Role } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import {
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import {
  DynamoEventSource,
  type DynamoEventSourceProps,
  SqsDlq,
  SqsEventSource,
} from "aws-cdk-lib/aws-lambda-event-sources";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { functionRole, lambda, version } from "./lambda.ts";
import type { Options } from "./options.ts";

/** What the functions work with. */
export interface Parts {
  readonly table: ITable;
  readonly work: Queue;
  readonly sweepWork: Queue;
  readonly deadEvents: Queue;
  readonly topic: Topic;
  /** `undefined` where nobody asked for it. */
  readonly chat: Topic | undefined;
  readonly key: Key | undefined;
}

/** Without those that the options leave out. */
export type Functions = Readonly<Record<Exclude<FunctionName, Optional>, LambdaFunction>> &
  Partial<Readonly<Record<Optional, LambdaFunction>>>;

type Optional = "registry" | "credentials" | "securityhub";

export interface Made {
  readonly functions: Functions;
  /** What takes work from the queue to reconcile. */
  readonly workMapping: string;
}

export function functions(scope: Construct, parts: Parts, options: Options): Made {
  const roles = {
    ingest: functionRole(scope, "ingest"),
    reconcile: functionRole(scope, "reconcile"),
    sweep: functionRole(scope, "sweep"),
    notify: functionRole(scope, "notify"),
  };
  const registryRole = options.registryChecks ? functionRole(scope, "registry") : undefined;
  const credentialsRole = options.credentialChecks ? functionRole(scope, "credentials") : undefined;
  const hubRole = options.securityHub ? functionRole(scope, "securityhub") : undefined;
  const asked = [registryRole, credentialsRole, hubRole].filter((role) => role !== undefined);
  const ownRoleArns = [...Object.values(roles), ...asked].map((role) => role.roleArn);
  const common = {
    environment: environmentOf(parts, options, ownRoleArns),
    deployed: deployedOf(Stack.of(scope), parts, options, ownRoleArns),
    options,
    key: parts.key,
  };
  const { reservedConcurrency } = options;
  const make = (name: FunctionName, role: Role, timeout: Duration) => {
    const deadEvents = name === "reconcile" ? undefined : parts.deadEvents;
    const reserved = reservedConcurrency !== false && reservedFor(name, reservedConcurrency);
    return lambda(scope, { name, role, timeout, deadEvents, reserved, ...common });
  };
  const made = {
    ingest: make("ingest", roles.ingest, Duration.minutes(1)),
    sweep: make("sweep", roles.sweep, Duration.seconds(sweepSeconds)),
    reconcile: make("reconcile", roles.reconcile, Duration.seconds(reconcileSeconds)),
    notify: make("notify", roles.notify, Duration.minutes(1)),
    ...(registryRole && { registry: make("registry", registryRole, Duration.minutes(5)) }),
    ...(credentialsRole && { credentials: make("credentials", credentialsRole, Duration.minutes(5)) }),
    ...(hubRole && { securityhub: make("securityhub", hubRole, Duration.minutes(1)) }),
  };
  const queue = new SqsEventSource(parts.work, {
    batchSize: 5,
    reportBatchItemFailures: true,
    // No more than are reserved: what SQS sends beyond is throttled, and counts as a failed attempt.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    maxConcurrency: options.reservedConcurrency || unreservedMax,
  });
  made.reconcile.addEventSource(queue);
  // One message group, and so one invocation at a time, whatever Lambda's least maximum of two allows.
  const sweepLine = { batchSize: sweepRolesPerSecond + 1, reportBatchItemFailures: true, maxConcurrency: 2 };
  made.reconcile.addEventSource(new SqsEventSource(parts.sweepWork, sweepLine));
  made.notify.addEventSource(ledgerStream(parts, { batchSize: 10 }));
  const findings = FilterCriteria.filter({
    dynamodb: { NewImage: { type: { S: FilterRule.isEqual("finding") } } },
  });
  made.securityhub?.addEventSource(ledgerStream(parts, { batchSize: 100, filters: [findings] }));
  return { functions: made, workMapping: queue.eventSourceMappingId };
}

/** Two functions may read it side by side. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
function ledgerStream(
  { table, deadEvents }: Parts,
  more: Pick<DynamoEventSourceProps, "batchSize" | "filters">,
): DynamoEventSource {
  return new DynamoEventSource(table, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    ...more,
    // As often as the record is there to be read, which is a day; those given up shortly before are buried.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
    maxRecordAge: Duration.hours(23),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(deadEvents),
  });
}

/** Roles that are brought up to date side by side where nothing is reserved: IAM throttles, whatever Lambda could do. */
const unreservedMax = 5;

function environmentOf(
  { table, work, sweepWork, deadEvents, topic, chat }: Parts,
  options: Options,
  ownRoleArns: readonly string[],
) {
  return {
    PULLPASS_VERSION: version,
    PULLPASS_ACCOUNT: Aws.ACCOUNT_ID,
    PULLPASS_TABLE: table.tableName,
    PULLPASS_QUEUE_URL: work.queueUrl,
    PULLPASS_SWEEP_QUEUE_URL: sweepWork.queueUrl,
    PULLPASS_DEAD_EVENTS_URL: deadEvents.queueUrl,
    PULLPASS_TOPIC_ARN: topic.topicArn,
    PULLPASS_CHAT_TOPIC_ARN: chat?.topicArn ?? "",
    PULLPASS_BUS: "default",
    PULLPASS_METRICS: options.metrics ? "on" : "off",
    PULLPASS_REGISTRY_CHECKS: options.registryChecks ? "on" : "off",
    PULLPASS_COLLECT_MINUTES: String(options.collectMinutes),
    PULLPASS_BULK_READS: options.bulkReads ? "on" : "off",
    PULLPASS_CREDENTIAL_CHECKS: options.credentialChecks ? "on" : "off",
    PULLPASS_SECURITY_HUB: options.securityHub ? "on" : "off",
    PULLPASS_MODE: options.mode,
    PULLPASS_TAG_PREFIX: options.tagPrefix,
    PULLPASS_POLICY_NAME: options.policyName,
    PULLPASS_REGIONS: [Aws.REGION, ...options.searchRegions].join(" "),
    PULLPASS_NORMALIZATION: options.normalization,
    PULLPASS_BIND_GRANTS: options.bindGrants,
    PULLPASS_SHARED_ROLES: options.sharedRoles,
    PULLPASS_ROLE_PATTERN: options.rolePattern,
    PULLPASS_ROLE_PATH: options.rolePath,
    PULLPASS_REQUIRED_BOUNDARY: options.requiredBoundary || "",
    PULLPASS_REQUIRED_ROLE_TAG: options.requiredRoleTag || "",
    PULLPASS_PROJECT_PATTERN: options.projectPattern,
    PULLPASS_RETRY_BUILDS: options.retryBuilds ? "on" : "off",
    PULLPASS_OWN_ROLES: ownRoleArns.join(" "),
  };
}

function deployedOf(
  stack: Stack,
  { table, work, sweepWork, deadEvents, topic, chat }: Parts,
  {
    rolePattern,
    rolePath,
    requiredBoundary,
    requiredRoleTag,
    bulkReads,
    summary,
    retryBuilds,
    tagPrefix,
  }: Options,
  ownRoleArns: readonly string[],
): Deployed {
  return {
    partition: Aws.PARTITION,
    account: Aws.ACCOUNT_ID,
    region: Aws.REGION,
    tableArn: table.tableArn,
    queueArn: work.queueArn,
    sweepQueueArn: sweepWork.queueArn,
    deadEventsArn: deadEvents.queueArn,
    topicArn: topic.topicArn,
    ...(chat !== undefined && { chatTopicArn: chat.topicArn }),
    busArn: stack.formatArn({ service: "events", resource: "event-bus", resourceName: "default" }),
    rolePattern,
    rolePath,
    ...(requiredBoundary !== false && { requiredBoundary }),
    ...(requiredRoleTag !== false && { requiredRoleTag: roleTagOf(requiredRoleTag) }),
    bulkReads,
    summary: summary !== false,
    retryBuilds,
    ownRoleArns,
    tagPrefix,
  };
}
