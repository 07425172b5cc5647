/** A function ends itself before Lambda would: by the machine's clock, unless it was given another. */
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { handlerOf } from "../../packages/functions/src/middleware.ts";
import { telemetryOf } from "../../packages/functions/src/telemetry.ts";
import { lambdaContext } from "./support/context.ts";

/** Its time is as good as over. */
const context = lambdaContext("pullpass-sweep", 6);

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
