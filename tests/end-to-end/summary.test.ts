/** The daily message that tells what is open, as the deployment sends it. */
import { expect, test } from "vitest";
import { summarySchedules } from "../../packages/functions/src/deployment/index.ts";
import { createWorld } from "./support/world.ts";

const day = 86_400_000;

test("in the morning what is open is told, with the command that mends it", async () => {
  const world = await createWorld({ summarySchedule: summarySchedules.daily });
  const hub = await world.secret("hub");
  await world.role("web");
  await world.project("web", { credential: "hub" });
  await world.rest();
  world.newNotices();
  await world.sandbox.clock.advance(day);
  await world.rest();
  const [told, ...others] = world.newNotices();
  expect(others).toEqual([]);
  expect(told?.subject).toBe("pullpass summary: 1 problem is open (111122223333 eu-central-1)");
  expect(told?.text).toContain(`  pullpass allow ${hub} web\n`);
  expect(told?.attributes).toMatchObject({ kind: "summary" });
});
