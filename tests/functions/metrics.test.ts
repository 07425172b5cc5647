/** What a function counts is a line of its log, unless its deployment leaves metrics out. */
import { expect, test, vi } from "vitest";
import { handlerOf } from "../../packages/functions/src/middleware.ts";
import { count, telemetryOf } from "../../packages/functions/src/telemetry.ts";

const context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: "pullpass-sweep",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:pullpass-sweep",
  memoryLimitInMB: "512",
  awsRequestId: "r-1",
  logGroupName: "/aws/lambda/pullpass-sweep",
  logStreamName: "2026/01/05/[$LATEST]r1",
  getRemainingTimeInMillis: () => 60_000,
};

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
