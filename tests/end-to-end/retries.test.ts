/** A build that could not pull is started again, once, after pullpass mended why: where its project's tag asks for it. */
import {
  BatchGetBuildsCommand,
  type Build,
  ListBuildsForProjectCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import { describe, expect, test } from "vitest";
import { awsError, registries } from "../../packages/sandbox/src/index.ts";
import { codeBuildStore } from "../../packages/sandbox/src/services/codebuild/state.ts";
import { account, createWorld, home, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";
const image = `${host}/acme/web:1`;
const password = "canary-s3cret";

/** Everything is right but consent, which comes later; the registry takes the secret's login. */
async function withoutConsent({
  tags = { "pullpass/retry": "true" } as Record<string, string>,
  mode = "apply" as "apply" | "plan",
} = {}) {
  const world = await createWorld({ retryBuilds: true, mode });
  registries(world.sandbox).add({ host, username: "ci", password });
  const secret = await world.secret("hub");
  await world.role("web");
  await world.project("web", { credential: secret, image, pullCredentials: "SERVICE_ROLE", tags });
  await world.rest();
  world.newNotices();
  return { world, secret };
}

/** The project's builds, oldest first. */
async function buildsOf({ codebuild }: World): Promise<readonly Build[]> {
  const { ids = [] } = await codebuild.send(
    new ListBuildsForProjectCommand({ projectName: "web", sortOrder: "ASCENDING" }),
  );
  if (ids.length === 0) return [];
  return (await codebuild.send(new BatchGetBuildsCommand({ ids }))).builds ?? [];
}

const statuses = async (world: World) => (await buildsOf(world)).map(({ buildStatus }) => buildStatus);

/** Until a grant may be expected to count, and what follows from that. */
async function aMinute(world: World): Promise<void> {
  await world.sandbox.clock.advance(70_000);
  await world.rest();
}

const ofRetries = (world: World) =>
  world.newNotices().filter(({ attributes }) => attributes.change === "retry");

test("failed pull, consent, grant: the build is started again once, and the notice names both", async () => {
  const { world, secret } = await withoutConsent();
  expect(await world.build("web")).toBe("FAILED");
  await world.tag(secret, { "pullpass/projects": "web" });
  await world.rest();
  // IAM may not show the grant everywhere yet.
  expect(await statuses(world)).toEqual(["FAILED"]);
  await aMinute(world);
  const [failed, again] = await buildsOf(world);
  expect(await statuses(world)).toEqual(["FAILED", "SUCCEEDED"]);
  const [notice, ...others] = ofRetries(world);
  expect(others).toEqual([]);
  expect(notice?.subject).toContain("Build started again: web");
  expect(notice?.text).toContain(`started build ${failed?.id} again as ${again?.id}`);
  // The event comes once more, and a sweep.
  const isFailure = ({ detail }: (typeof world.events)[number]) =>
    (detail as { "build-status"?: string })["build-status"] === "FAILED";
  const failure = world.events.find(isFailure);
  expect(failure).toBeDefined();
  if (failure !== undefined) world.sandbox.emit({ ...failure });
  await aMinute(world);
  await aMinute(world);
  await world.sweep();
  expect(await statuses(world)).toHaveLength(2);
  expect(ofRetries(world)).toEqual([]);
});

test("one that fails again is not started a third time, whatever is granted then", async () => {
  const { world, secret } = await withoutConsent();
  await world.build("web");
  registries(world.sandbox).add({ host, username: "ci", password: "canary-another" });
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  expect(await statuses(world)).toEqual(["FAILED", "FAILED"]);
  // What the retried build lacks is mended, too.
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  registries(world.sandbox).add({ host, username: "ci", password });
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  await world.sweep();
  expect(await statuses(world)).toEqual(["FAILED", "FAILED"]);
});

describe("nothing is started", () => {
  test("of a project whose owner does not ask for it", async () => {
    const { world, secret } = await withoutConsent({ tags: {} });
    await world.build("web");
    await world.tag(secret, { "pullpass/projects": "web" });
    await aMinute(world);
    expect(await statuses(world)).toEqual(["FAILED"]);
    expect(ofRetries(world)).toEqual([]);
  });

  test("where consent is withdrawn before its time has come", async () => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.rest();
    await world.untag(secret, "pullpass/projects");
    await aMinute(world);
    await world.sweep();
    expect(await statuses(world)).toEqual(["FAILED"]);
    expect(ofRetries(world)).toEqual([]);
  });

  test("of a project that is deleted before its time has come, and nothing of it is left to do", async () => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.rest();
    await world.deleteProject("web");
    await aMinute(world);
    const asked = () =>
      world.sandbox.calls.filter(({ operation }) => operation === "ListBuildsForProject").length;
    const before = asked();
    await world.sweep();
    expect(asked()).toBe(before);
    expect(ofRetries(world)).toEqual([]);
  });

  test("where another build of the project has begun since", async () => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.rest();
    expect(await world.build("web")).toBe("SUCCEEDED");
    await aMinute(world);
    expect(await statuses(world)).toEqual(["FAILED", "SUCCEEDED"]);
  });
});

describe("a crash, or AWS without an answer, in between", () => {
  const fault = () => awsError("InternalFailure", "the reply was lost", 500);

  test.each([
    ["after it was started", "after", "RetryBuild"],
    ["before its id is recorded", "before", "PutItem"],
    ["before that is told", "before", "UpdateItem"],
  ] as const)("%s: it is started once, and told once", async (_, when, operation) => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    let isStarting = false;
    let faults = 0;
    world.sandbox[when]((call) => {
      isStarting ||= call.operation === "RetryBuild";
      if (!isStarting || call.operation !== operation || faults >= 6) return;
      faults += 1;
      throw fault();
    });
    world.sandbox.after((call) => {
      isStarting ||= call.operation === "RetryBuild";
    });
    await world.tag(secret, { "pullpass/projects": "web" });
    await aMinute(world);
    await aMinute(world);
    expect(faults).toBeGreaterThan(0);
    expect(await statuses(world)).toEqual(["FAILED", "SUCCEEDED"]);
    expect(ofRetries(world)).toHaveLength(1);
  });

  test("when its time has come: it is looked at again, and started then", async () => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.rest();
    let faults = 0;
    world.sandbox.before(({ operation }) => {
      if (operation !== "GetRole" || faults >= 6) return;
      faults += 1;
      throw fault();
    });
    await aMinute(world);
    await aMinute(world);
    expect(faults).toBe(6);
    expect(await statuses(world)).toEqual(["FAILED", "SUCCEEDED"]);
  });

  test("for longer than AWS knows the request: it is told that nobody knows, and not tried again", async () => {
    const { world, secret } = await withoutConsent();
    await world.build("web");
    world.sandbox.after(({ operation }) => {
      if (operation === "RetryBuild") throw fault();
    });
    await world.tag(secret, { "pullpass/projects": "web" });
    await world.sandbox.clock.advance(900_000);
    await world.sweep();
    expect(await statuses(world)).toEqual(["FAILED", "SUCCEEDED"]);
    const [notice, ...others] = ofRetries(world);
    expect(others).toEqual([]);
    expect(notice?.text).toContain("does not know whether it did");
  });
});

test("in plan mode it is proposed alone", async () => {
  const { world, secret } = await withoutConsent({ mode: "plan" });
  await world.build("web");
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  await world.sweep();
  expect(await statuses(world)).toEqual(["FAILED"]);
  const [notice, ...others] = ofRetries(world);
  expect(others).toEqual([]);
  expect(notice?.subject).toContain("Starting a build again is proposed: web");
});

test("what AWS refuses to start is told once, and does not stand in the way of a later build's retry", async () => {
  const { world, secret } = await withoutConsent();
  await world.build("web");
  let refusals = 0;
  world.sandbox.before(({ operation }) => {
    if (operation !== "RetryBuild" || refusals > 0) return;
    refusals += 1;
    throw awsError("InvalidInputException", "This build cannot be retried");
  });
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  const [notice] = ofRetries(world);
  expect(notice?.text).toContain("This build cannot be retried");
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.build("web")).toBe("FAILED");
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  expect(await statuses(world)).toEqual(["FAILED", "FAILED", "SUCCEEDED"]);
});

test("a build that a pipeline waits for is held back, and that is told once", async () => {
  const { world, secret } = await withoutConsent();
  const { build } = await world.codebuild.send(new StartBuildCommand({ projectName: "web" }));
  setInitiator(world, build?.id ?? "", "codepipeline/release");
  await world.rest();
  await world.tag(secret, { "pullpass/projects": "web" });
  await aMinute(world);
  await world.sweep();
  expect(await statuses(world)).toEqual(["FAILED"]);
  const [notice, ...others] = ofRetries(world);
  expect(others).toEqual([]);
  expect(notice?.subject).toContain("Build not started again: web");
  expect(notice?.text).toContain("A pipeline started it");
});

/** The sandbox has no pipelines: what CodeBuild shows of their builds is put there. */
function setInitiator({ sandbox }: World, id: string, initiator: string): void {
  const { builds } = codeBuildStore(sandbox, { partition: "aws", account, region: home });
  const build = builds.get(id);
  if (build !== undefined) builds.set(id, { ...build, initiator });
}
