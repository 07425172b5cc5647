/** Every service that the sandbox has. */
import type { Service } from "../service.ts";

/** By signing name. Each is loaded with the first call to it: an account that is asked for two services starts with two. */
export const allServices: Readonly<Record<string, () => Promise<Service>>> = {
  cloudformation: async () => (await import("./cloudformation/index.ts")).cloudFormation,
  cloudtrail: async () => (await import("./cloudtrail/index.ts")).cloudTrail,
  codebuild: async () => (await import("./codebuild/index.ts")).codebuild,
  dynamodb: async () => (await import("./dynamodb/index.ts")).dynamodb,
  events: async () => (await import("./events/index.ts")).events,
  iam: async () => (await import("./iam/index.ts")).iam,
  kms: async () => (await import("./kms/index.ts")).kms,
  lambda: async () => (await import("./lambda/index.ts")).lambda,
  organizations: async () => (await import("./organizations/index.ts")).organizations,
  route53: async () => (await import("./route53/index.ts")).route53,
  secretsmanager: async () => (await import("./secrets-manager/index.ts")).secretsManager,
  securityhub: async () => (await import("./security-hub/index.ts")).securityHub,
  sns: async () => (await import("./sns/index.ts")).sns,
  sqs: async () => (await import("./sqs/index.ts")).sqs,
  ssm: async () => (await import("./ssm/index.ts")).ssm,
  sts: async () => (await import("./sts/index.ts")).sts,
};

/** All that a sandbox can serve. */
export function everyService(): Promise<readonly Service[]> {
  return Promise.all(Object.values(allServices).map((load) => load()));
}
