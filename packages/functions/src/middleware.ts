/** What surrounds every handler: the request's id on each log line, metrics sent at the end, errors told once. */
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy, { type MiddlewareObj, type Request } from "@middy/core";
import type { Overrides } from "./overrides.ts";
import { count, type Telemetry } from "./telemetry.ts";

/** What Lambda calls. */
export type Handler<Result> = (event: unknown, context: InvocationContext) => Promise<Result>;

type Context = Request["context"];

/** Without the callbacks that handlers of Node.js 24 no longer have. */
export type InvocationContext = Omit<Context, "done" | "fail" | "succeed">;

/** The handler within its stack. */
export function handlerOf<Result>(
  handle: Handler<Result>,
  telemetry: Telemetry,
  { clock }: Overrides = {},
): Handler<Result> {
  const { logger, metrics } = telemetry;
  // Before its time in Lambda is over an invocation ends itself, by a timer of the machine, which knows no other clock.
  const ends = clock === undefined ? {} : { timeoutEarlyInMillis: 0 };
  const stack = middy<unknown, Result>(ends).use(injectLambdaContext(logger, { resetKeys: true }));
  if (metrics !== undefined) stack.use(logMetrics(metrics, { captureColdStartMetric: true }));
  stack.use(correlated(telemetry)).use(failureTold(telemetry));
  const run = stack.handler(handle);
  return (event, context) => run(event, context as Context);
}

/** The event that started it all is in each line: its id is also the cause's in notices and in the ledger. */
function correlated({ logger }: Telemetry): MiddlewareObj<unknown> {
  return {
    before: ({ event }) => {
      if (typeof event === "object" && event !== null && "id" in event && typeof event.id === "string") {
        logger.setCorrelationId(event.id);
      }
    },
  };
}

/** Last in, first to hear of it: the count is among the metrics that are then sent. */
function failureTold(telemetry: Telemetry): MiddlewareObj<unknown> {
  return {
    onError: ({ error }) => {
      telemetry.logger.error("failed", error ?? "no error was given");
      count(telemetry, "Failures", 1);
    },
  };
}
