/** What one event costs in calls: exact, because the calls are the same each time. */

import { DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { onlyListening } from "../end-to-end/support/listening.ts";
import { createWorld, home, type World } from "../end-to-end/support/world.ts";
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
  // One of them is asked once an environment: whose the Region is.
  expect(usage).toMatchObject({ calls: 32, dynamodb: 12 });
  expect(await world.environment("web")).toMatchObject({ imagePullCredentialsType: "SERVICE_ROLE" });
});

test.each([2, 12])(
  "of a project with which all is well, its event costs the same on a role of %i projects and secrets",
  async (count) => {
    const world = await createWorld();
    const role = await world.role("team");
    for (let index = 0; index < count; index++) {
      const credential = await world.secret(`hub-${index}`, { tags: { "pullpass/projects": "all" } });
      await world.project(`web-${index}`, { role, credential, pullCredentials: "SERVICE_ROLE" });
    }
    await world.rest();
    await later(world);
    const [credential] = [(await world.environment("web-0"))?.registryCredential?.credential ?? ""];
    const settings = { role, credential, pullCredentials: "SERVICE_ROLE" } as const;
    expect(await usageOf(world, () => world.update("web-0", settings))).toEqual({
      calls: 13,
      dynamodb: 3,
      invocations: 2,
    });
  },
);

test("of a role that many projects use, what an event finds undone is repaired whole", async () => {
  const world = await createWorld();
  const role = await world.role("team");
  const secrets: string[] = [];
  for (const name of ["api", "web"]) {
    const credential = await world.secret(name, { tags: { "pullpass/projects": "all" } });
    secrets.push(credential);
    await world.project(name, { role, credential, pullCredentials: "SERVICE_ROLE" });
  }
  await world.rest();
  await later(world);
  await onlyListening(world, "projects");
  await world.iam.send(new DeleteRolePolicyCommand({ RoleName: "team", PolicyName: `pullpass-${home}` }));
  await world.rest();
  await world.update("web", { role, credential: secrets[1] ?? "", pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  for (const secret of secrets) expect(await world.policy("team")).toContain(secret);
});
