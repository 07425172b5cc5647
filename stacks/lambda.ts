/** One Lambda function: its bundle, its own role with the statements of `permissions`, its environment. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ownRolePath } from "@pullpass/core";
import {
  type Deployed,
  type FunctionName,
  type PermissionStatement,
  permissions,
} from "@pullpass/functions/deployment";
import { Aws, type Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { accepted } from "./accepted.ts";
import { useOfKey } from "./encryption.ts";
import type { Options } from "./options.ts";
import { wildcards } from "./wildcards.ts";

/** Found by its name: SST bundles this file into another folder before it runs it. */
const require = createRequire(import.meta.url);
const manifest = "@pullpass/functions/package.json";

/** `npm run build` puts a folder a function here. */
const bundles = join(dirname(require.resolve(manifest)), "dist");

/** Of the functions: what `pullpass doctor` compares with its own. */
export const version: string = require(manifest).version;

/**
 * Lambda assumes it for functions and event source mappings of this account and Region, and nobody else.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html
 */
export function functionRole(scope: Construct, name: FunctionName): Role {
  const sources = `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`;
  return new Role(scope, `${title(name)}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com", {
      conditions: {
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        ArnLike: { "aws:SourceArn": sources },
      },
    }),
    path: ownRolePath,
  });
}

export interface LambdaProps {
  readonly name: FunctionName;
  readonly role: Role;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  readonly reserved: number | false;
  readonly deployed: Deployed;
  readonly options: Options;
  readonly key: Key | undefined;
  /** Where what fails for good is sent. */
  readonly deadEvents: IQueue | undefined;
}

/** Throws an Error that says what to run when the bundle has not been built. */
export function lambda(scope: Construct, props: LambdaProps): LambdaFunction {
  const { name, role, deadEvents, options, reserved, key } = props;
  const bundle = join(bundles, name);
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run \`npm run build\` first`);
  const logGroup = new LogGroup(scope, `${title(name)}Logs`, {
    retention: options.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(key !== undefined && { encryptionKey: key }),
  });
  logGroup.grantWrite(role);
  for (const statement of statements(props)) role.addToPolicy(statement);
  accepted(role.node.findChild("DefaultPolicy"), wildcards(name, options));
  return new LambdaFunction(scope, title(name), {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(bundle),
    role: role.withoutPolicyUpdates(),
    environment: props.environment,
    timeout: props.timeout,
    memorySize: 512,
    tracing: options.xray ? Tracing.ACTIVE : Tracing.DISABLED,
    logGroup,
    ...(reserved !== false && { reservedConcurrentExecutions: reserved }),
    // By the schedule, each minute: that is the next try.
    ...(name === "notify" && { retryAttempts: 0 }),
    ...(isInvokedAsync(name) && deadEvents !== undefined && { onFailure: new SqsDestination(deadEvents) }),
    description: `pullpass ${name}, ${Aws.REGION}`,
  });
}

/** By EventBridge; queue and stream have dead letters of their own. */
const isInvokedAsync = (name: FunctionName) => !["reconcile", "notify", "securityhub"].includes(name);

function statements({ name, deployed, key, options }: LambdaProps): readonly PolicyStatement[] {
  const isWanted = ({ Action }: PermissionStatement) =>
    options.kms || !Action.every((action) => action.startsWith("kms:"));
  const own = permissions(name, deployed).filter(isWanted);
  return [
    ...own.map((statement) => PolicyStatement.fromJson(statement)),
    ...(key === undefined ? [] : [useOfKey(key)]),
    ...(options.xray ? [new PolicyStatement({ actions: xray, resources: ["*"] })] : []),
  ];
}

/** X-Ray knows no narrower resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const xray = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];

const title = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
