/** Logs and metrics, as CloudWatch takes them: lines of JSON on stdout. */
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Environment } from "./config.ts";

/** Where a function says what it does. */
export interface Telemetry {
  readonly logger: Logger;
  /** `undefined` where nobody collects them. */
  readonly metrics: Metrics | undefined;
}

/** Outside Lambda (a demo, a test) the handlers say nothing, unless they are given a logger. */
export function telemetryOf(name: string, environment: Environment, logger?: Logger): Telemetry {
  const serviceName = `pullpass-${name}`;
  if (environment.AWS_LAMBDA_FUNCTION_NAME === undefined) {
    return { logger: logger ?? new Logger({ serviceName, logLevel: "SILENT" }), metrics: undefined };
  }
  return {
    logger: logger ?? new Logger({ serviceName }),
    metrics:
      environment.PULLPASS_METRICS === "off"
        ? undefined
        : new Metrics({ namespace: "pullpass", serviceName }),
  };
}

/** Adds to a metric that is sent when the handler has answered. */
export function count({ metrics }: Telemetry, name: string, value: number): void {
  metrics?.addMetric(name, MetricUnit.Count, value);
}
