/** What one event costs in calls: exact, because the calls are the same each time. */
import { expect, test } from "vitest";
import { createWorld, type World } from "../end-to-end/support/world.ts";
import { usageOf } from "./support/usage.ts";

/** Long enough for nothing to be just written any more, and too short for the next sweep. */
async function later({ sandbox }: World) {
  await sandbox.clock.advance(20 * 60_000);
  await sandbox.settle();
}

test("of a project with which all is well, its event reads it, its role and its secret once, and the ledger twice", async () => {
  const world = await createWorld();
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  await world.role("web");
  const settings = { credential, pullCredentials: "SERVICE_ROLE" } as const;
  await world.project("web", settings);
  await world.rest();
  await later(world);
  // The third call of DynamoDB, and the third invocation, are of the look at its registry that is on record.
  expect(await usageOf(world, () => world.update("web", settings))).toEqual({
    calls: 13,
    dynamodb: 3,
    invocations: 3,
  });
});

test("a repair, with a key of the account's own, the ledger and the notices", async () => {
  const world = await createWorld();
  await world.secret("hub", { tags: { "pullpass/projects": "all" }, key: await world.key() });
  await world.role("web");
  await world.rest();
  const usage = await usageOf(world, () => world.project("web", { credential: "hub" }));
  expect(usage).toMatchObject({ calls: 31, dynamodb: 12 });
  expect(await world.environment("web")).toMatchObject({ imagePullCredentialsType: "SERVICE_ROLE" });
});
