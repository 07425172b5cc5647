/** What a function counts is a line of its log, unless its deployment leaves metrics out. */
import { expect, test, vi } from "vitest";
import { handlerOf } from "../../packages/functions/src/middleware.ts";
import { count, telemetryOf } from "../../packages/functions/src/telemetry.ts";
import { lambdaContext } from "./support/context.ts";

const context = lambdaContext("pullpass-sweep", 60_000);

test.each([
  ["on", ["SweepsCompleted"]],
  ["off", []],
])("with metrics %s it prints %j", async (metrics, printed) => {
  const lines: string[] = [];
  const out = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((text) => lines.push(...String(text).split("\n")) > 0);
  const telemetry = telemetryOf("sweep", {
    AWS_LAMBDA_FUNCTION_NAME: "pullpass-sweep",
    PULLPASS_METRICS: metrics,
  });
  await handlerOf(async () => count(telemetry, "SweepsCompleted", 1), telemetry)({}, context);
  out.mockRestore();
  const all = lines.filter((line) => line.startsWith("{")).flatMap((line) => Object.keys(JSON.parse(line)));
  expect(all.filter((name) => name === "SweepsCompleted")).toEqual(printed);
});
