/** Every call that the sandbox answers differently than an emulator that no one here wrote. */
import { codebuild } from "./codebuild.ts";
import type { Difference } from "./difference.ts";
import { dynamodb } from "./dynamodb.ts";
import { eventPatterns } from "./event-patterns.ts";
import { events } from "./events.ts";
import { fifoQueues } from "./fifo-queues.ts";
import { iam } from "./iam.ts";
import { kms } from "./kms.ts";
import { kmsGrants } from "./kms-grants.ts";
import { managedPolicies } from "./managed-policies.ts";
import { messaging } from "./messaging.ts";
import { organizations } from "./organizations.ts";
import { secretVersions } from "./secret-versions.ts";
import { secretsManager } from "./secrets-manager.ts";
import { sts } from "./sts.ts";
import { topicMessages } from "./topic-messages.ts";

export const differences: readonly Difference[] = [
  ...codebuild,
  ...dynamodb,
  ...eventPatterns,
  ...events,
  ...fifoQueues,
  ...iam,
  ...kms,
  ...kmsGrants,
  ...managedPolicies,
  ...messaging,
  ...organizations,
  ...secretVersions,
  ...secretsManager,
  ...sts,
  ...topicMessages,
];
