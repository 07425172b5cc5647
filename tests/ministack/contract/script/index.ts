/** What is asked of every account: a script a service, each call with its answer when all is well and when it is not. */
import { codebuild } from "./codebuild.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { iam } from "./iam.ts";
import { kms } from "./kms.ts";
import { sns, sqs } from "./messaging.ts";
import { secretsManager } from "./secrets-manager.ts";
import { sts } from "./sts.ts";

export const scripts = {
  codebuild,
  dynamodb,
  events,
  iam,
  kms,
  secretsmanager: secretsManager,
  sns,
  sqs,
  sts,
};
