/** Every call that the sandbox answers differently than an emulator that no one here wrote. */
import { codebuild } from "./codebuild.ts";
import type { Difference } from "./difference.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import { kms } from "./kms.ts";
import { messaging } from "./messaging.ts";
import { secretsManager } from "./secrets-manager.ts";
import { sts } from "./sts.ts";

export const differences: readonly Difference[] = [
  ...codebuild,
  ...dynamodb,
  ...events,
  ...iam,
  ...kms,
  ...messaging,
  ...secretsManager,
  ...sts,
];
