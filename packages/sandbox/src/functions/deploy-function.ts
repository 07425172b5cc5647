import type { Sandbox } from "../sandbox.ts";
import { firstPolicy } from "./policy.ts";
import { type FunctionContext, functionStore, type Handler } from "./state.ts";

export interface FunctionSettings {
  readonly name: string;
  /** The sandbox's own account unless another is named. */
  readonly account?: string;
  readonly region: string;
  /** The execution role's ARN: event source mappings read with its permissions. */
  readonly role: string;
  /** Runs in this process. What it may do is decided by the credentials of the clients it was made with. */
  readonly handler: (event: never, context: FunctionContext) => Promise<unknown>;
  /** Default: half a minute. An event source's visibility timeout must be at least as long. */
  readonly timeoutMs?: number;
  /** A queue for asynchronous invocations that failed for good. */
  readonly onFailureArn?: string;
  /** What Lambda shows as its environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

const defaultTimeoutMs = 30_000;

/** Deploys code as a Lambda function, or anew under the same name. The answer is its ARN. */
export function deployFunction(sandbox: Sandbox, settings: FunctionSettings): string {
  const { name, region, account = sandbox.account, role: roleArn, onFailureArn } = settings;
  const place = { partition: sandbox.partition, account, region };
  const arn = `arn:${sandbox.partition}:lambda:${region}:${account}:function:${name}`;
  functionStore(sandbox).set(arn, {
    name,
    arn,
    place,
    roleArn,
    onFailureArn,
    timeoutMs: settings.timeoutMs ?? defaultTimeoutMs,
    handler: settings.handler as Handler,
    environment: settings.environment ?? {},
    policy: firstPolicy(arn, place),
    deployedAt: sandbox.clock.now(),
  });
  return arn;
}

/** Removes the function. Nothing invokes it any more; its event source mappings read no further. */
export function removeFunction(sandbox: Sandbox, functionArn: string): void {
  functionStore(sandbox).delete(functionArn);
}
