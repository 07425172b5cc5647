/** Every service that the sandbox has. */
import type { Service } from "../service.ts";
import { codebuild } from "./codebuild/index.ts";
import { dynamodb } from "./dynamodb/index.ts";
import { events } from "./events/index.ts";
import { iam } from "./iam/index.ts";
import { kms } from "./kms/index.ts";
import { organizations } from "./organizations/index.ts";
import { secretsManager } from "./secrets-manager/index.ts";
import { sns } from "./sns/index.ts";
import { sqs } from "./sqs/index.ts";
import { sts } from "./sts/index.ts";

export const allServices: readonly Service[] = [
  codebuild,
  dynamodb,
  events,
  iam,
  kms,
  organizations,
  secretsManager,
  sns,
  sqs,
  sts,
];
