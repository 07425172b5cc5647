/** Every service that the sandbox has. */
import type { Service } from "../service.ts";
import { codebuild } from "./codebuild/index.ts";
import { dynamodb } from "./dynamodb/index.ts";
import { events } from "./events/index.ts";
import { iam } from "./iam/index.ts";
import { kms } from "./kms/index.ts";
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
  secretsManager,
  sns,
  sqs,
  sts,
];

/** Those that few sandboxes are asked for, by signing name: each is loaded with the first call to it. */
export const lateServices: Readonly<Record<string, () => Promise<Service>>> = {
  organizations: async () => (await import("./organizations/index.ts")).organizations,
};

/** All that a sandbox can serve. */
export async function everyService(): Promise<readonly Service[]> {
  const late = Object.values(lateServices).map((load) => load());
  return [...allServices, ...(await Promise.all(late))];
}
