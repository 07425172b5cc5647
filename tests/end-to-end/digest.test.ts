/** One event, one message: what a tag did for many projects, whatever the topic does meanwhile. */
import { expect, test } from "vitest";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { createWorld, type World } from "./support/world.ts";

const names = ["api", "docs", "web"];

async function minutes({ sandbox }: World, count: number) {
  for (let at = 0; at < count; at++) {
    await sandbox.clock.advance(60_000);
    await sandbox.settle();
  }
}

test("a tag that lets three projects in is one message, sent once although the topic was down, and no event waits", async () => {
  const world = await createWorld({ collectMinutes: 2 });
  const hub = await world.secret("hub");
  for (const name of names) {
    await world.role(name);
    await world.project(name, { credential: "hub" });
  }
  await minutes(world, 3);
  const [asked, ...others] = world.newNotices();
  expect(others).toEqual([]);
  expect(asked?.text).toContain(`pullpass allow ${hub} api docs web`);

  let isDown = true;
  world.sandbox.before(({ operation, from }) => {
    if (!isDown || operation !== "Publish" || from.caller.kind !== "role") return;
    throw awsError("InternalFailure", "later", 500);
  });
  await world.tag(hub, { "pullpass/projects": "all" });
  await world.rest();
  const events = world.events.filter(({ source }) => source === "pullpass");
  expect(events.filter(({ detail }) => JSON.stringify(detail).includes('"change":"grant"'))).toHaveLength(3);
  await minutes(world, 5);
  expect(world.newNotices()).toEqual([]);
  isDown = false;
  await minutes(world, 2);
  const told = world.newNotices();
  expect(told).toMatchObject([
    { subject: "pullpass hub: access granted to 3 projects (111122223333 eu-central-1)" },
  ]);
  for (const name of names) expect(told[0]?.text).toContain(`\n  ${name} (role ${name}): can pull now`);
  expect(told[0]?.text).toContain("No longer a problem\n  secret-no-consent: project");
  expect(told[0]?.attributes).toMatchObject({ project: '["api","docs","web"]' });
  await minutes(world, 65);
  expect(world.newNotices()).toEqual([]);
});
