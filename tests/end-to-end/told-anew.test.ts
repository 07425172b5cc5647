/** What ends is told to have ended, and what begins again is told again. */
import { expect, test } from "vitest";
import type { BusEvent } from "../../packages/sandbox/src/index.ts";
import { createWorld, type World } from "./support/world.ts";

const subjects = (world: World) => world.newNotices().map(({ subject }) => subject.split(" (")[0]);

test("the finding of a project ends with the project, also where its role holds no grant", async () => {
  const world = await createWorld();
  const role = await world.role("r");
  await world.project("web", { role, credential: "nosuch" });
  await world.rest();
  expect(subjects(world)).toEqual(["pullpass [high] secret-not-found: project web"]);
  await world.deleteProject("web");
  await world.sweep();
  expect(subjects(world)).toEqual(["pullpass [closed] secret-not-found: project web"]);
  await world.sweep();
  expect(subjects(world)).toEqual([]);
});

test("a project that is made under the name of a deleted one is told of anew, before any sweep", async () => {
  const world = await createWorld();
  const role = await world.role("r");
  await world.project("web", { role, credential: "nosuch" });
  await world.rest();
  await world.deleteProject("web");
  await world.rest();
  subjects(world);
  await world.project("web", { role, credential: "nosuch" });
  await world.rest();
  await world.sweep();
  expect(subjects(world)).toEqual([
    "pullpass [closed] secret-not-found: project web",
    "pullpass [high] secret-not-found: project web",
  ]);
});

test("what is found stays open as long as its project is there", async () => {
  const world = await createWorld();
  const role = await world.role("r");
  await world.project("web", { role, credential: "nosuch" });
  await world.rest();
  subjects(world);
  await world.sweep();
  await world.sweep();
  expect(subjects(world)).toEqual([]);
});

test("an event that comes again after the grant was taken and consented anew is told as a new grant", async () => {
  const world = await createWorld();
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: hub, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  const create = world.events.find(({ detail }) => JSON.stringify(detail).includes('"CreateProject"'));
  await world.untag(hub, "pullpass/projects");
  await world.rest();
  subjects(world);
  // Past the queue's deduplication; the tag's own event is lost.
  await world.sandbox.clock.advance(1_200_000);
  const deliver = world.sandbox.emit;
  const emit = (event: BusEvent) => {
    if (event.source !== "aws.secretsmanager") deliver(event);
  };
  Object.assign(world.sandbox, { emit });
  await world.tag(hub, { "pullpass/projects": "web" });
  if (create !== undefined) deliver(create);
  await world.rest();
  expect(await world.policy("web")).toContain(hub);
  expect(subjects(world)).toContain("Access granted: web to hub");
  await world.sweep();
  expect(subjects(world)).toEqual([]);
});
