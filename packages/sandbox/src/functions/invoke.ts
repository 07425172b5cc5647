import { channel } from "node:diagnostics_channel";
import { setImmediate } from "node:timers/promises";
import type { Sandbox } from "../sandbox.ts";
import { invocationLog } from "./invocations.ts";
import type { DeployedFunction, FunctionContext } from "./state.ts";

export type InvocationResult =
  | { readonly kind: "succeeded"; readonly value: unknown }
  | { readonly kind: "failed" | "timed out"; readonly error: Error };

/** What functions throw, in every sandbox of the process: Lambda writes it into the log and into traces. */
const everyFailure = channel("pullpass-sandbox:failure");

/**
 * Runs a function once, after whoever caused it has gone on. What it is given and what it answers pass through JSON, as
 * on the way to Lambda and back. A function that takes too long counts as ended, though its code cannot be stopped.
 */
export async function invoke(
  target: DeployedFunction,
  event: unknown,
  requestId: string,
  sandbox: Sandbox,
): Promise<InvocationResult> {
  await setImmediate();
  const at = sandbox.clock.now();
  const result = await runInTime(target, event, requestId, sandbox);
  invocationLog(sandbox).push({
    function: target.name,
    at,
    outcome: result.kind,
    ...(result.kind !== "succeeded" && { error: String(result.error) }),
  });
  return result;
}

function runInTime(
  target: DeployedFunction,
  event: unknown,
  requestId: string,
  sandbox: Sandbox,
): Promise<InvocationResult> {
  return new Promise((resolve) => {
    const stopTimer = sandbox.clock.after(target.timeoutMs, () => {
      const seconds = (target.timeoutMs / 1000).toFixed(2);
      const message = `${sandbox.clock.now().toISOString()} ${requestId} Task timed out after ${seconds} seconds`;
      resolve({ kind: "timed out", error: new Error(message) });
    });
    run(target, event, contextOf(target, requestId, sandbox)).then((result) => {
      stopTimer();
      resolve(result);
    });
  });
}

async function run(
  target: DeployedFunction,
  event: unknown,
  context: FunctionContext,
): Promise<InvocationResult> {
  try {
    return { kind: "succeeded", value: throughJson(await target.handler(throughJson(event), context)) };
  } catch (error) {
    everyFailure.publish(error);
    return { kind: "failed", error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function throughJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function contextOf(target: DeployedFunction, awsRequestId: string, sandbox: Sandbox): FunctionContext {
  const now = sandbox.clock.now();
  const until = now.getTime() + target.timeoutMs;
  const day = now.toISOString().slice(0, 10).replaceAll("-", "/");
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: target.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: target.arn,
    memoryLimitInMB: "512",
    awsRequestId,
    logGroupName: `/aws/lambda/${target.name}`,
    logStreamName: `${day}/[$LATEST]${awsRequestId.replaceAll("-", "")}`,
    getRemainingTimeInMillis: () => Math.max(0, until - sandbox.clock.now().getTime()),
  };
}
