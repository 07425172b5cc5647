import type { Sandbox } from "../sandbox.ts";
import { invoke } from "./invoke.ts";
import { keepFailed } from "./keep-failed.ts";
import { type DeployedFunction, functionStore } from "./state.ts";

/** Lambda tries again after one minute, and once more after two. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const retryDelaysMs = [60_000, 120_000] as const;

/** One event of a function's queue. */
interface Work {
  readonly target: DeployedFunction;
  readonly event: unknown;
  /** The same for every attempt. */
  readonly requestId: string;
}

/** Hands an event to a function and does not wait. An event for a function that is not there is dropped. */
export function invokeAsync(sandbox: Sandbox, functionArn: string, event: unknown): void {
  const target = functionStore(sandbox).get(functionArn);
  if (!target) return;
  sandbox.track(attempt({ target, event, requestId: sandbox.ids.uuid() }, 1, sandbox));
}

async function attempt(work: Work, count: number, sandbox: Sandbox): Promise<void> {
  const { target, event, requestId } = work;
  const result = await invoke(target, event, requestId, sandbox);
  if (result.kind === "succeeded") return;
  const delay = retryDelaysMs[count - 1];
  if (delay === undefined) {
    await keepFailed(failureOf(work, count, result.error, sandbox), target.onFailureArn, target, sandbox);
  } else {
    sandbox.clock.after(delay, () => sandbox.track(attempt(work, count + 1, sandbox)));
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function failureOf({ target, event, requestId }: Work, count: number, error: Error, sandbox: Sandbox) {
  return {
    version: "1.0",
    timestamp: sandbox.clock.now().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${target.arn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: count,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: error.name, errorMessage: error.message },
  };
}
