/** What one event costs in calls: exact, because the calls are the same each time. */
import { expect, test } from "vitest";
import { createWorld, type World } from "../end-to-end/support/world.ts";
import { usageOf } from "./support/usage.ts";

/** Long enough for nothing to be just written any more, and too short for the next sweep. */
async function later({ sandbox }: World) {
  await sandbox.clock.advance(20 * 60_000);
  await sandbox.settle();
}

test("the event of a project without a credential costs a look at it and at what is recorded, and no work", async () => {
  const world = await createWorld();
  await world.role("plain");
  await world.project("plain");
  await world.rest();
  await later(world);
  expect(await usageOf(world, () => world.update("plain", {}))).toEqual({
    calls: 3,
    dynamodb: 2,
    invocations: 1,
  });
});

test("a project that had a credential ends what was recorded of it, with the event that takes the credential", async () => {
  const world = await createWorld();
  await world.secret("hub");
  await world.role("web");
  await world.project("web", { credential: "hub" });
  await world.rest();
  expect(world.newNotices().map(({ attributes }) => `${attributes.rule} ${attributes.state}`)).toEqual([
    "secret-no-consent opened",
  ]);
  await world.update("web", {});
  await world.rest();
  expect(world.newNotices().map(({ attributes }) => `${attributes.rule} ${attributes.state}`)).toEqual([
    "secret-no-consent closed",
  ]);
});

test("of a project with which all is well, its event reads it, its role and its secret once, and the ledger twice", async () => {
  const world = await createWorld();
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  await world.role("web");
  const settings = { credential, pullCredentials: "SERVICE_ROLE" } as const;
  await world.project("web", settings);
  await world.rest();
  await later(world);
  // DynamoDB's third is the look at its registry that is on record.
  expect(await usageOf(world, () => world.update("web", settings))).toEqual({
    calls: 13,
    dynamodb: 3,
    invocations: 2,
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
