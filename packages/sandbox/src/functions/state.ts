import type { Sandbox } from "../sandbox.ts";
import type { Place } from "../service.ts";

/** Code of a function. What it answers, or throws, is the outcome of the invocation. */
export type Handler = (event: unknown, context: FunctionContext) => Promise<unknown>;

/**
 * What Lambda tells the code about itself and this invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export interface FunctionContext {
  readonly callbackWaitsForEmptyEventLoop: boolean;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** Megabytes. */
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Milliseconds of the account's clock. */
  getRemainingTimeInMillis(): number;
}

/** A statement as AddPermission makes it. */
export interface FunctionStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A function as it is deployed. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly roleArn: string;
  readonly timeoutMs: number;
  readonly onFailureArn: string | undefined;
  readonly handler: Handler;
  /** What its code finds in its environment, for whoever asks Lambda; the code of this process was made with it. */
  readonly environment: Readonly<Record<string, string>>;
  /** By `Sid`. */
  readonly policy: Map<string, FunctionStatement>;
  readonly deployedAt: Date;
}

/** The functions, by ARN. */
export function functionStore(sandbox: Sandbox): Map<string, DeployedFunction> {
  return sandbox.store("functions", () => new Map());
}
