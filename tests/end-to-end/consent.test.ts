import { UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { TagRoleCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { createWorld } from "./support/world.ts";

test.each([
  { tags: { "pullpass/projects": "web" }, project: "web", granted: true },
  { tags: { "pullpass/projects": "api web" }, project: "web", granted: true },
  { tags: { "pullpass/projects": "prefix=we" }, project: "web", granted: true },
  { tags: { "pullpass/projects": "all" }, project: "web", granted: true },
  { tags: { "pullpass/projects": "website" }, project: "web", granted: false },
  { tags: { "pullpass/projects": "" }, project: "web", granted: false },
  { tags: {}, project: "web", granted: false },
])("$tags lets $project in: $granted", async ({ tags, project, granted }) => {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags });
  await world.role(project);
  await world.project(project, { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policyNames(project)).toEqual(granted ? ["pullpass-eu-central-1"] : []);
  expect(await world.build(project)).toBe(granted ? "SUCCEEDED" : "FAILED");
});

test("two seconds of the account's time are enough", async () => {
  const { sandbox, ...world } = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: "dockerhub" });
  await sandbox.clock.advance(2_000);
  expect(await world.policy("web")).toContain(secret);
  expect(await world.environment("web")).toMatchObject({
    registryCredential: { credential: secret },
    imagePullCredentialsType: "SERVICE_ROLE",
  });
});

test("a group on both sides is consent", async () => {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/group": "payments" } });
  for (const [name, group] of [
    ["pay", "payments"],
    ["web", "shop"],
  ] as const) {
    await world.role(name);
    await world.project(name, {
      credential: secret,
      pullCredentials: "SERVICE_ROLE",
      tags: { "pullpass/group": group },
    });
  }
  await world.rest();
  expect(await world.policyNames("pay")).toEqual(["pullpass-eu-central-1"]);
  expect(await world.policyNames("web")).toEqual([]);
});

test.each(["role", "project"])("pullpass/ignore on the %s keeps hands off", async (where) => {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "all" } });
  const ignore = { "pullpass/ignore": "yes" };
  await world.role("web", where === "role" ? { tags: ignore } : {});
  await world.project("web", { credential: secret, ...(where === "project" ? { tags: ignore } : {}) });
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  expect((await world.environment("web"))?.imagePullCredentialsType).not.toBe("SERVICE_ROLE");
  expect(world.newNotices()).toEqual([]);
});

test.each(["role", "project"])(
  "pullpass/ignore on the %s keeps no access that is withdrawn",
  async (where) => {
    const world = await createWorld();
    const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
    const role = await world.role("web");
    await world.project("web", { role, credential: hub, pullCredentials: "SERVICE_ROLE" });
    await world.rest();
    expect(await world.build("web")).toBe("SUCCEEDED");
    const key = "pullpass/ignore";
    if (where === "role")
      await world.iam.send(new TagRoleCommand({ RoleName: "web", Tags: [{ Key: key, Value: "x" }] }));
    else await world.codebuild.send(new UpdateProjectCommand({ name: "web", tags: [{ key, value: "x" }] }));
    await world.rest();
    expect(await world.build("web")).toBe("SUCCEEDED");
    world.newNotices();
    await world.untag(hub, "pullpass/projects");
    await world.rest();
    expect(await world.policyNames("web")).toEqual([]);
    expect(await world.build("web")).toBe("FAILED");
    expect(
      world
        .newNotices()
        .map(({ text }) => text)
        .join(),
    ).toContain("no longer consent to project web");
  },
);

test("an ignored role loses what is withdrawn after its project is gone", async () => {
  const world = await createWorld();
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  const role = await world.role("web", {});
  await world.project("web", { role, credential: hub });
  await world.rest();
  const Tags = [{ Key: "pullpass/ignore", Value: "x" }];
  await world.iam.send(new TagRoleCommand({ RoleName: "web", Tags }));
  await world.deleteProject("web");
  await world.untag(hub, "pullpass/projects");
  await world.sweep();
  expect(await world.policyNames("web")).toEqual([]);
});

test("a role that CodeBuild may not assume is never granted anything", async () => {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "all" } });
  await world.role("web");
  await world.project("web", { credential: secret });
  await world.rest();
  const admin = await world.role("admin", {
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  await expect(world.update("web", { role: admin, credential: secret })).rejects.toThrow("sts:AssumeRole");
  expect(await world.policyNames("admin")).toEqual([]);
});
