import { expect, test } from "vitest";
import { underLoad } from "./support/load.ts";

/** 5,000, of which 100 are on one role: `npm run simulate -- --load 5000`. */
test("many changes within a minute are all settled, no role is worked on twice at once, and nothing is dead", async (context) => {
  const load = await underLoad({ changes: 24, onOneRole: 8, atEnd: context.onTestFinished });
  expect(load).toMatchObject({ unsettled: [], atOnce: [], dead: 0 });
  expect(load.ages.longest).toBeLessThan(60);
});
