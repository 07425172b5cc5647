/** One Lambda function: its bundle, its own role with the statements of `permissions`, its environment. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Deployed, type FunctionName, permissions } from "@pullpass/functions/deployment";
import { type Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/**
 * `npm run build` puts a folder a function here. Found by the package's name: SST bundles this file into another folder
 * before it runs it.
 */
const bundles = join(
  dirname(createRequire(import.meta.url).resolve("@pullpass/functions/package.json")),
  "dist",
);

export function functionRole(scope: Construct, name: FunctionName): Role {
  return new Role(scope, `${title(name)}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
}

export interface LambdaProps {
  readonly name: FunctionName;
  readonly role: Role;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly deployed: Deployed;
  /** Where invocations go that nobody waits for, once they have failed for good. */
  readonly deadEvents?: IQueue;
}

/** Throws an Error that says what to run when the bundle has not been built. */
export function lambda(
  scope: Construct,
  { name, role, environment, timeout, deployed, deadEvents }: LambdaProps,
) {
  const bundle = join(bundles, name);
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run \`npm run build\` first`);
  const logGroup = new LogGroup(scope, `${title(name)}Logs`, { retention: RetentionDays.THREE_MONTHS });
  logGroup.grantWrite(role);
  deadEvents?.grantSendMessages(role);
  for (const statement of permissions(name, deployed)) {
    role.addToPolicy(PolicyStatement.fromJson(statement));
  }
  return new LambdaFunction(scope, title(name), {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(bundle),
    role: role.withoutPolicyUpdates(),
    environment,
    timeout,
    memorySize: 512,
    tracing: Tracing.ACTIVE,
    logGroup,
    ...(deadEvents !== undefined && { onFailure: new SqsDestination(deadEvents) }),
    description: `pullpass ${name}, ${Stack.of(scope).region}`,
  });
}

const title = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
