/** Grants in pullpass's policy that its ledger does not know. */
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { parseSecretArn } from "../../packages/core/src/model/arn.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import type { BusEvent } from "../../packages/sandbox/src/index.ts";
import { pullpass } from "../cli/support/run.ts";
import { createWorld, home } from "./support/world.ts";

test("a grant that a person made with pullpass's policy is no prey of another project's event", async () => {
  const world = await createWorld();
  const one = await world.secret("one", { tags: { "pullpass/projects": "all" } });
  const two = await world.secret("two", { tags: { "pullpass/projects": "all" } });
  const role = await world.role("team");
  await world.project("api", { role, credential: one, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  const deliver = world.sandbox.emit;
  let isLost = true;
  const emit = (event: BusEvent) => {
    if (!isLost || !event.source.startsWith("aws.")) deliver(event);
  };
  Object.assign(world.sandbox, { emit });
  await world.project("web", { role, credential: two, pullCredentials: "SERVICE_ROLE" });
  // What `pullpass apply web` writes where it finds no deployment.
  const PolicyDocument = rolePolicy(
    [one, two].map((arn) => ({ secret: parseSecretArn(arn), key: undefined })),
  );
  await world.iam.send(
    new PutRolePolicyCommand({ RoleName: "team", PolicyName: `pullpass-${home}`, PolicyDocument }),
  );
  isLost = false;
  await world.update("api", { credential: one, image: "registry.example.net/acme/web:2" });
  await world.rest();
  expect(await world.policy("team")).toContain(two);
  await world.sweep();
  expect(await world.policy("team")).toContain(two);
  const subjects = world.newNotices().map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject.includes("taken back"))).toEqual([]);
  expect(subjects.join()).toContain("Access granted: web to two");
});

test.each(["that a project uses", "that no project uses"])(
  "a policy of pullpass's name that somebody wrote on a role without grants %s is taken away, and told once",
  async (which) => {
    const world = await createWorld();
    await world.role("web");
    if (which === "that a project uses") await world.project("web", { image: "aws/codebuild/standard:7.0" });
    await world.rest();
    world.newNotices();
    await world.writePolicy("web", `pullpass-${home}`, { Effect: "Allow", Action: "s3:*", Resource: "*" });
    await world.sweep();
    expect(await world.policyNames("web")).toEqual([]);
    const told = world.newNotices();
    expect(told.map(({ subject, attributes }) => [subject, attributes.change])).toEqual([
      ["Policy put right: role web (111122223333 eu-central-1)", "restoration"],
    ]);
    expect(told[0]?.text).toContain("took away its own policy on role web, which somebody else wrote.");
    await world.sweep();
    expect(world.newNotices()).toEqual([]);
    const { out } = await pullpass(world.sandbox, ["history", "--json"]);
    const [change] = JSON.parse(out).changes;
    expect(change).toMatchObject({ state: "applied", change: { kind: "restoration" } });
    expect(change.change.policyBefore).toContain("s3:*");
    const undone = await pullpass(world.sandbox, ["undo", change.change.id, "--yes"]);
    expect(undone.out).toContain("is not put back");
    expect(await world.policyNames("web")).toEqual([]);
  },
);

test("a policy of pullpass's name on a role that is ignored stays", async () => {
  const world = await createWorld();
  await world.role("web", { tags: { "pullpass/ignore": "yes" } });
  await world.writePolicy("web", `pullpass-${home}`, { Effect: "Allow", Action: "s3:*", Resource: "*" });
  await world.sweep();
  expect(await world.policyNames("web")).toEqual([`pullpass-${home}`]);
  expect(world.newNotices()).toEqual([]);
});
