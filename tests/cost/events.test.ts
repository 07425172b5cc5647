/** What one event costs in calls: exact, because the calls are the same each time. */

import { DeleteRolePolicyCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import { EnableKeyCommand } from "@aws-sdk/client-kms";
import { TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { invocations } from "../../packages/sandbox/src/index.ts";
import { onlyListening } from "../end-to-end/support/listening.ts";
import { createWorld, home, type World } from "../end-to-end/support/world.ts";
import { triesAll } from "../support/tries-all.ts";
import { usageOf } from "./support/usage.ts";

/** More than AWS names on a page, in CI. */
const many = triesAll ? 120 : 30;

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
  // One of them is asked once an environment: whose the Region is. Both changes are recorded together, and told together.
  expect(usage).toMatchObject({ calls: 26, dynamodb: 8 });
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

test.each([2, 12])("an event of a key costs the same in an account of %i projects", async (count) => {
  const world = await createWorld();
  const [used, unused] = [await world.key(), await world.key()];
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" }, key: used });
  const role = await world.role("web");
  await world.project("web", { role, credential, pullCredentials: "SERVICE_ROLE" });
  for (let index = 0; index < count; index++) {
    const other = await world.secret(`hub-${index}`, { tags: { "pullpass/projects": "all" } });
    await world.project(`web-${index}`, { role, credential: other, pullCredentials: "SERVICE_ROLE" });
  }
  await world.rest();
  await later(world);
  const enable = (KeyId: string) => () => world.kmsIn(home).send(new EnableKeyCommand({ KeyId }));
  expect(await usageOf(world, enable(unused))).toEqual({ calls: 2, dynamodb: 2, invocations: 1 });
  const { calls } = await usageOf(world, enable(used));
  // The role is looked at whole, with what each of its projects names.
  expect(calls).toBeLessThan(30 + 6 * count);
});

test.each([2, many])("an event of a secret costs the same in an account of %i projects", async (count) => {
  const world = await createWorld();
  const role = await world.role("web");
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  await world.project("web", { role, credential, pullCredentials: "SERVICE_ROLE" });
  const idle = await world.secret("idle", {});
  const plain = await world.role("plain");
  for (let index = 0; index < count; index++) await world.project(`plain-${index}`, { role: plain });
  await world.rest();
  await world.sweep();
  await later(world);
  const tag = (id: string) => () =>
    world
      .secretsIn(home)
      .send(new TagResourceCommand({ SecretId: id, Tags: [{ Key: "team", Value: "web" }] }));
  // Who names it; who holds a grant on it, here and in each Region that it may be a replica in.
  expect(await usageOf(world, tag(idle))).toEqual({ calls: 4, dynamodb: 4, invocations: 1 });
  expect(await usageOf(world, tag(credential))).toMatchObject({ calls: 17, invocations: 2 });
});

test.each([2, many])("an event of a role costs the same in an account of %i projects", async (count) => {
  const world = await createWorld();
  const plain = await world.role("plain");
  await world.role("idle");
  for (let index = 0; index < count; index++) await world.project(`plain-${index}`, { role: plain });
  await world.rest();
  await world.sweep();
  await later(world);
  const tag = (RoleName: string) => () =>
    world.iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "pullpass/ignore", Value: "true" }] }));
  // Who uses it, and every grant of the Region. A role whose projects have no credential has nothing that may change.
  for (const name of ["idle", "plain"]) {
    expect(await usageOf(world, tag(name))).toEqual({ calls: 3, dynamodb: 3, invocations: 1 });
  }
});

test("an event of a secret costs at most two calls more for each project that names it", async () => {
  const world = await createWorld();
  const role = await world.role("web");
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  const settings = { role, credential, pullCredentials: "SERVICE_ROLE" } as const;
  for (let index = 0; index < 21; index++) await world.project(`web-${index}`, settings);
  await world.rest();
  await world.sweep();
  await later(world);
  const tag = () =>
    world
      .secretsIn(home)
      .send(new TagResourceCommand({ SecretId: credential, Tags: [{ Key: "team", Value: "web" }] }));
  const { calls } = await usageOf(world, tag);
  expect(calls).toBeLessThanOrEqual(17 + 2 * 20);
});

test("a burst of a key's events is a few looks at the role, and not one each", async () => {
  const world = await createWorld();
  const key = await world.key();
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "all" }, key });
  await world.role("web");
  await world.project("web", { credential, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  await later(world);
  const { sandbox } = world;
  const before = invocations(sandbox).length;
  const calls = sandbox.calls.length;
  for (let each = 0; each < 40; each++) await world.kmsIn(home).send(new EnableKeyCommand({ KeyId: key }));
  await world.rest();
  const ran = invocations(sandbox).slice(before);
  expect(ran.filter((each) => each.function.includes("ingest"))).toHaveLength(40);
  expect(ran.filter((each) => each.function.includes("reconcile")).length).toBeLessThanOrEqual(10);
  const looks = sandbox.calls.slice(calls).filter(({ operation }) => operation === "GetRole");
  expect(looks.length).toBeLessThanOrEqual(10);
});
