import { DeleteProjectCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { parseSecretArn, type SecretArn } from "../../packages/core/src/model/arn.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { createWorld, type World } from "./support/world.ts";

/** Of three projects with a secret each the last has to wait: the role's policies are full. */
async function fullRole(): Promise<World> {
  const world = await createWorld();
  const role = await world.role("team");
  const names = ["api", "job", "web"];
  const secrets: SecretArn[] = [];
  for (const name of names) {
    secrets.push(
      parseSecretArn(await world.secret(`registry/${name}`, { tags: { "pullpass/projects": "all" } })),
    );
  }
  const room = rolePolicy(secrets.slice(0, 2).map((secret) => ({ secret, key: undefined }))).length + 20;
  const logs = (name: string) => ({ Effect: "Allow", Action: "logs:PutLogEvents", Resource: name });
  const empty = JSON.stringify({ Version: "2012-10-17", Statement: [logs("")] }).length;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html : 10,240 characters, white space not counted
  const name = "arn:aws:logs:*:*:log-group:".padEnd(10_240 - room - empty, "x");
  await world.writePolicy("team", "logs", logs(name));
  for (const [index, project] of names.entries()) {
    await world.project(project, { role, credential: secrets[index] ?? "", pullCredentials: "SERVICE_ROLE" });
    await world.rest();
  }
  expect(world.newNotices().map(({ attributes }) => attributes.rule ?? attributes.change)).toContain(
    "policy-quota",
  );
  expect(await world.policy("team")).not.toContain("registry/web");
  return world;
}

test("consent that goes from a full role makes room for the project that waits, without a sweep", async () => {
  const world = await fullRole();
  await world.untag("registry/api", "pullpass/projects");
  await world.rest();
  const policy = await world.policy("team");
  expect(policy).toContain("registry/web");
  expect(policy).not.toContain("registry/api");
  const told = world
    .newNotices()
    .map(({ attributes }) => `${attributes.rule ?? attributes.change} ${attributes.state}`);
  expect(told).toEqual(
    expect.arrayContaining(["revocation applied", "grant applied", "policy-quota closed"]),
  );
});

test("so does a project that is deleted", async () => {
  const world = await fullRole();
  await world.codebuild.send(new DeleteProjectCommand({ name: "job" }));
  await world.rest();
  const policy = await world.policy("team");
  expect(policy).toContain("registry/web");
  expect(policy).not.toContain("registry/job");
});
