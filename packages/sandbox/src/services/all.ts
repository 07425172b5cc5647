/** Every service that the sandbox has, in the order of the alphabet. */
import type { Service } from "../service.ts";
import { codebuild } from "./codebuild/index.ts";
import { iam } from "./iam/index.ts";
import { kms } from "./kms/index.ts";
import { secretsManager } from "./secrets-manager/index.ts";
import { sts } from "./sts/index.ts";

export const allServices: readonly Service[] = [codebuild, iam, kms, secretsManager, sts];
