/** pullpass in a sandbox account, as the stack deploys it to AWS: same rules, same permissions, same functions. */

import { everyRole } from "@pullpass/core";
import { sweepRolesPerSecond } from "@pullpass/functions/deployment";
import { mapQueue, mapStream, type Sandbox } from "@pullpass/sandbox";
import { defaults } from "../command-options.ts";
import { makeClaim } from "./claim.ts";
import { environmentOf, type Options } from "./environment.ts";
import { forward } from "./forwarding.ts";
import { deployFunctions } from "./functions.ts";
import { createLedger, tableName } from "./ledger.ts";
import { createDeadEvents, createTopic, createWorkQueues } from "./messaging.ts";
import { createRoles, writePermissions } from "./roles.ts";
import { route } from "./rules.ts";
import { showAsStack, stackOf } from "./stack.ts";

/** One deployment: what a user of it needs to know. */
export interface SandboxDeployment {
  readonly region: string;
  /** Notices come out here. */
  readonly topicArn: string;
  /** And here, where it was asked for, as chats have them. */
  readonly chatTopicArn: string | undefined;
  readonly deadLetterQueueUrl: string;
  readonly tableName: string;
}

/** Deploys into one Region. Events of the account's other Regions are forwarded to it. */
export async function deploy(sandbox: Sandbox, region: string, options: Options): Promise<SandboxDeployment> {
  const { partition, account } = sandbox;
  await makeClaim(sandbox, region, { table: tableName, stack: stackOf(sandbox, region) });
  // One after the other: so every deployment of the same seed makes the same calls in the same order.
  const roles = await createRoles(sandbox, region);
  const ledger = await createLedger(sandbox, region);
  const queues = await createWorkQueues(sandbox, region);
  const deadEvents = await createDeadEvents(sandbox, region);
  const deadEventsArn = deadEvents.arn;
  const topicArn = await createTopic(sandbox, region, "pullpass-notices");
  const chatTopicArn = options.chat ? await createTopic(sandbox, region, "pullpass-chat") : undefined;
  const ownRoleArns = Object.values(roles);
  const deployed = {
    partition,
    account,
    region,
    tableArn: ledger.tableArn,
    queueArn: queues.work.arn,
    sweepQueueArn: queues.sweepWork.arn,
    deadEventsArn,
    topicArn,
    ...(chatTopicArn !== undefined && { chatTopicArn }),
    busArn: `arn:${partition}:events:${region}:${account}:event-bus/default`,
    ...everyRole,
    bulkReads: options.bulkReads ?? true,
    summary: options.summarySchedule !== undefined,
    retryBuilds: options.retryBuilds === true,
    ownRoleArns,
    tagPrefix: defaults.tagPrefix,
  };
  await writePermissions(sandbox, deployed, options);
  // as CloudFormation does, which goes on when roles are seen
  if (sandbox.iamLagMs > 0) await sandbox.clock.advance(sandbox.iamLagMs);

  const made = {
    account,
    region,
    tableName: ledger.tableName,
    queueUrl: queues.work.url,
    sweepQueueUrl: queues.sweepWork.url,
    deadEventsUrl: deadEvents.url,
    topicArn,
    chatTopicArn,
    ownRoleArns,
  };
  const environment = environmentOf(made, options);
  const functions = deployFunctions(sandbox, region, { roles, environment, deadEventsArn });
  const mapping = { functionArn: functions.reconcile, reportBatchItemFailures: true };
  await mapQueue(sandbox, { ...mapping, queueArn: queues.work.arn, batchSize: 5 });
  await mapQueue(sandbox, { ...mapping, queueArn: queues.sweepWork.arn, batchSize: sweepRolesPerSecond + 1 });
  const stream = {
    tableArn: ledger.tableArn,
    recordAgeMs: 23 * 3_600_000,
    bisect: true,
    onFailureArn: deadEventsArn,
    reportBatchItemFailures: true,
  };
  await mapStream(sandbox, { ...stream, functionArn: functions.notify, batchSize: 10 });
  if (options.securityHub)
    await mapStream(sandbox, { ...stream, functionArn: functions.securityhub, batchSize: 100 });
  const rules = await route(sandbox, region, {
    ingestArn: functions.ingest,
    sweepArn: functions.sweep,
    registryArn: functions.registry,
    credentialsArn: options.credentialChecks ? functions.credentials : undefined,
    sweepMinutes: options.sweepMinutes,
    notifyArn: functions.notify,
    collects: (options.collectMinutes ?? 0) > 0,
    summarySchedule: options.summarySchedule,
  });
  await forward(sandbox, region);
  showAsStack(sandbox, region, {
    functions,
    asked: options,
    rules,
    queues,
    deadEventsUrl: deadEvents.url,
    topicArn,
    tableName: ledger.tableName,
  });
  return {
    region,
    topicArn,
    chatTopicArn,
    deadLetterQueueUrl: queues.deadLetterUrl,
    tableName: ledger.tableName,
  };
}
