/** What a deployment's first sweep costs, where many projects of one role want to be rewritten. */
import { expect, onTestFinished, test } from "vitest";
import { firstSweep } from "../../bench/cost/first-sweep.ts";

test("the first sweep rewrites a role's projects with at most five calls each, notices included", async () => {
  const projects = 80;
  const { calls, normalized, dispose } = await firstSweep(projects);
  onTestFinished(dispose);
  expect(normalized).toBe(projects);
  expect(calls.length / projects).toBeLessThanOrEqual(5);
});
