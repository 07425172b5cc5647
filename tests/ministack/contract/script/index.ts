/** What is asked of every account: scripts of a service, each call with its answer when all is well and when it is not. */
import { codebuild } from "./codebuild.ts";
import { dynamodb } from "./dynamodb.ts";
import { dynamodbIndexes } from "./dynamodb-indexes.ts";
import { eventPatterns } from "./event-patterns.ts";
import { events } from "./events.ts";
import { fifoQueues } from "./fifo-queues.ts";
import { iam } from "./iam.ts";
import { kms } from "./kms.ts";
import { kmsGrants } from "./kms-grants.ts";
import { managedPolicies } from "./managed-policies.ts";
import { sns, sqs } from "./messaging.ts";
import { organizations } from "./organizations.ts";
import type { Script } from "./script.ts";
import { secretVersions } from "./secret-versions.ts";
import { secretsManager } from "./secrets-manager.ts";
import { sts } from "./sts.ts";
import { topicMessages } from "./topic-messages.ts";

export const scripts: Readonly<Record<string, readonly Script[]>> = {
  codebuild: [codebuild],
  dynamodb: [dynamodb, dynamodbIndexes],
  events: [events, eventPatterns],
  iam: [iam, managedPolicies],
  kms: [kms, kmsGrants],
  organizations: [organizations],
  secretsmanager: [secretsManager, secretVersions],
  sns: [sns, topicMessages],
  sqs: [sqs, fifoQueues],
  sts: [sts],
};
