/** pullpass where IAM's reads lag behind its writes: it ends where it ends without a lag. */
import { expect, test } from "vitest";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { createWorld } from "./support/world.ts";

const lag = 10_000;

test.each([1, 2, 3])(
  "two projects of one role get both grants, and lose the one that is withdrawn (seed %i)",
  async (seed) => {
    const world = await createWorld({ seed, iamLagMs: lag });
    const hub = await world.secret("dockerhub", { tags: { "pullpass/projects": "web" } });
    const ghcr = await world.secret("ghcr", { tags: { "pullpass/projects": "api" } });
    const role = await world.role("builder");
    await world.sandbox.clock.advance(lag);
    await world.project("web", { role, credential: hub, pullCredentials: "SERVICE_ROLE" });
    await world.project("api", { role, credential: ghcr, pullCredentials: "SERVICE_ROLE" });
    await world.rest();
    await world.sweep();
    const subjects = () => world.newNotices().map(({ subject }) => subject.split(" (")[0]);
    expect(subjects().sort()).toEqual(["Access granted: api to ghcr", "Access granted: web to dockerhub"]);
    expect(await world.build("web")).toBe("SUCCEEDED");
    expect(await world.build("api")).toBe("SUCCEEDED");

    await world.untag(ghcr, "pullpass/projects");
    await world.rest();
    await world.sweep();
    expect(await world.policy("builder")).toContain(hub);
    expect(await world.policy("builder")).not.toContain(ghcr);
    expect(subjects()).toEqual([
      "Access taken back: ghcr from api",
      "pullpass [info] secret-no-consent: project api",
    ]);
  },
);

test("consent that comes and goes while IAM shows the past is followed each time", async () => {
  const world = await createWorld({ iamLagMs: lag });
  const { sandbox } = world;
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  const role = await world.role("builder");
  await sandbox.clock.advance(lag);
  const writes = () =>
    sandbox.calls
      .filter(({ principal, operation }) => principal.includes("pullpass-") && /RolePolicy$/.test(operation))
      .map(({ operation }) => operation)
      .filter((operation) => /^(Put|Delete)/.test(operation));
  await world.project("web", { role, credential: hub, pullCredentials: "SERVICE_ROLE" });
  await sandbox.settle();
  for (const isConsented of [false, true, false]) {
    if (isConsented) await world.tag(hub, { "pullpass/projects": "web" });
    else await world.untag(hub, "pullpass/projects");
    await sandbox.settle();
  }
  expect(writes()).toEqual(["PutRolePolicy", "DeleteRolePolicy", "PutRolePolicy", "DeleteRolePolicy"]);
  await sandbox.clock.advance(lag);
  expect(await world.policyNames("builder")).toEqual([]);
});

test("a withdrawal that is denied once is made by the next try, also while IAM shows no grant yet", async () => {
  const world = await createWorld({ iamLagMs: lag });
  const { sandbox } = world;
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  const role = await world.role("builder");
  await sandbox.clock.advance(lag);
  await world.project("web", { role, credential: hub, pullCredentials: "SERVICE_ROLE" });
  await sandbox.settle();
  let tries = 0;
  sandbox.before(({ operation }) => {
    if (operation !== "DeleteRolePolicy") return;
    tries += 1;
    if (tries === 1) throw awsError("AccessDeniedException", "not now", 403);
  });
  await world.untag(hub, "pullpass/projects");
  await sandbox.clock.advance(lag / 2);
  await sandbox.settle();
  expect(tries).toBe(2);
  await sandbox.clock.advance(lag);
  expect(await world.policyNames("builder")).toEqual([]);
});

test("a role that is made seconds before its project is waited for", async () => {
  const world = await createWorld({ iamLagMs: lag });
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  const role = await world.role("builder");
  await expect
    .poll(
      () =>
        world.project("web", { role, credential: hub, pullCredentials: "SERVICE_ROLE" }).then(
          () => true,
          () => world.sandbox.clock.advance(500).then(() => false),
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  await world.sandbox.clock.advance(60_000);
  await world.rest();
  expect(await world.policy("builder")).toContain(hub);
  expect(world.newNotices().map(({ subject }) => subject)).toEqual([
    expect.stringContaining("Access granted"),
  ]);
});
