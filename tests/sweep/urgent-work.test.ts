/** Urgent work never waits behind a sweep, at rates at which AWS may take requests. */
import { expect, test } from "vitest";
import { repairBesideSweep } from "../../bench/waiting/repair-beside-sweep.ts";

test("a project that breaks while a sweep of 300 roles is under way is repaired as soon as at rest", async () => {
  const { atRest, meanwhile, waiting } = await repairBesideSweep();
  expect(waiting).toBeGreaterThan(100);
  expect(meanwhile).toBeLessThanOrEqual(2 * atRest);
});
