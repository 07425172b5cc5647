import { expect, test } from "vitest";
import { createWorld } from "./support/world.ts";

async function grantedWorld() {
  const world = await createWorld();
  const secret = await world.secret("dockerhub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
  world.newNotices();
  return { world, secret };
}

test("a tag that is removed takes the access away at once, and says so", async () => {
  const { world, secret } = await grantedWorld();
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
  expect(await world.build("web")).toBe("FAILED");
  expect(world.newNotices().map(({ attributes }) => attributes.change)).toContain("revocation");
});

test("a secret scheduled for deletion takes the access away; restored, it gives it back", async () => {
  const { world, secret } = await grantedWorld();
  await world.deleteSecret(secret);
  await world.rest();
  expect(await world.policyNames("web")).toEqual([]);
});

test("a deleted project's grant is kept until the sweep has looked at everything", async () => {
  const { world } = await grantedWorld();
  await world.deleteProject("web");
  await world.rest();
  await world.sweep();
  expect(await world.policyNames("web")).toEqual([]);
});

test("a project that moves to another role takes its grant along, by the sweep at the latest", async () => {
  const { world, secret } = await grantedWorld();
  const other = await world.role("other");
  await world.update("web", { role: other, credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  expect(await world.policy("other")).toContain(secret);
  await world.sweep();
  expect(await world.policyNames("web")).toEqual([]);
  expect(await world.policy("other")).toContain(secret);
});

test("a grant that another project of the role still needs survives the sweep", async () => {
  const { world, secret } = await grantedWorld();
  await world.tag(secret, { "pullpass/projects": "web api" });
  await world.project("api", {
    role: "arn:aws:iam::111122223333:role/web",
    credential: secret,
    pullCredentials: "SERVICE_ROLE",
  });
  await world.rest();
  await world.deleteProject("web");
  await world.sweep();
  expect(await world.policy("web")).toContain(secret);
});

test("a policy of ours that someone deletes is put back; one that is not ours is never touched", async () => {
  const { world, secret } = await grantedWorld();
  const foreign = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  await world.writePolicy("web", "written-by-hand", foreign);
  await world.writePolicy("web", "pullpass-eu-central-1", foreign);
  await world.rest();
  expect(await world.policy("web")).toContain(secret);
  expect(await world.policy("web")).not.toContain("s3:");
  expect(await world.policy("web", "written-by-hand")).toContain("s3:GetObject");
});
