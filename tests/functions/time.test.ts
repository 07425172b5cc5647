/** A function ends itself before Lambda would: by the machine's clock, unless it was given another. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { handlerOf } from "../../packages/functions/src/middleware.ts";
import { telemetryOf } from "../../packages/functions/src/telemetry.ts";

/** Its time is as good as over. */
const context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: "pullpass-sweep",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:pullpass-sweep",
  memoryLimitInMB: "512",
  awsRequestId: "r-1",
  logGroupName: "/aws/lambda/pullpass-sweep",
  logStreamName: "2026/01/05/[$LATEST]r1",
  getRemainingTimeInMillis: () => 6,
};

const slow = async () => {
  await pause(100);
  return "done";
};

test("in Lambda it ends itself in time", async () => {
  const run = handlerOf(slow, telemetryOf("sweep", {}));
  await expect(run({}, context)).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
});

test("on an account's clock, which a busy machine does not move, it goes on", async () => {
  const run = handlerOf(slow, telemetryOf("sweep", {}), { clock: { now: () => new Date(0) } });
  expect(await run({}, context)).toBe("done");
});
