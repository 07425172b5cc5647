/** `pullpass allow` and `disallow`: who may use a secret, by its tags. */
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { createWorld, home } from "../end-to-end/support/world.ts";
import { pullpass, type RunOptions } from "./support/run.ts";

async function account(tags: Readonly<Record<string, string>> = {}) {
  const world = await createWorld();
  const arn = await world.secret("hub", { tags });
  const client = new SecretsManagerClient(connect(world.sandbox, { region: home }));
  const tagsNow = async () => {
    const { Tags = [] } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.fromEntries(Tags.map(({ Key = "", Value }) => [Key, Value]));
  };
  const run = (args: readonly string[], options?: RunOptions) => pullpass(world.sandbox, args, options);
  return { world, arn, client, tagsNow, run };
}

test("two that are allowed one after the other can both pull, and one that is disallowed cannot", async () => {
  const { world, arn, tagsNow, run } = await account();
  for (const name of ["web", "api"]) {
    await world.role(name);
    await world.project(name, { credential: arn, pullCredentials: "SERVICE_ROLE" });
    const { code, out } = await run(["allow", "hub", name]);
    expect(code).toBe(0);
    expect(out).toContain("pullpass/projects");
  }
  expect(await tagsNow()).toEqual({ "pullpass/projects": "web api" });
  await world.rest();
  expect([await world.build("web"), await world.build("api")]).toEqual(["SUCCEEDED", "SUCCEEDED"]);

  const { code } = await run(["disallow", arn, "web"]);
  expect(code).toBe(0);
  await world.rest();
  expect([await world.build("web"), await world.build("api")]).toEqual(["FAILED", "SUCCEEDED"]);
});

test("before and after are shown, also that nothing is to be changed", async () => {
  const { run } = await account({ "pullpass/projects": "web" });
  const { out } = await run(["allow", "hub", "api"]);
  expect(out).toMatch(/before {2}web\n {4}after {3}web api/);
  expect((await run(["allow", "hub", "api"])).out).toContain("It is so already");
  const { out: json } = await run(["disallow", "hub", "web", "--json"]);
  expect(JSON.parse(json).changes).toEqual([{ key: "pullpass/projects", before: "web api", after: "api" }]);
});

test.each([["--all"], ["--prefix", "pay-"], ["--group", "payments"]])(
  "%s lets in more than one by name: it is asked for",
  async (...wide) => {
    const { tagsNow, run } = await account();
    expect((await run(["allow", "hub", ...wide])).code).toBe(1);
    expect((await run(["allow", "hub", ...wide], { answers: ["no"] })).code).toBe(1);
    expect(await tagsNow()).toEqual({});
    const { code, asked } = await run(["allow", "hub", ...wide], { answers: ["yes"] });
    expect(code).toBe(0);
    expect(asked[0]?.question).toContain("every project");
    expect(await tagsNow()).not.toEqual({});
    expect((await run(["disallow", "hub", ...wide])).code).toBe(0);
    expect(await tagsNow()).toEqual({});
  },
);

test("who is let in by another word still is named, and is no success", async () => {
  const { run } = await account({ "pullpass/projects": "web prefix=we" });
  const { code, out } = await run(["disallow", "hub", "web"]);
  expect(code).toBe(1);
  expect(out).toContain("Still let in: web.");
  expect(out).toContain("begins with we");
});

test("what was agreed to is not written over what changed meanwhile", async () => {
  const { arn, client, tagsNow, run } = await account({ "pullpass/projects": "web" });
  const Tags = [{ Key: "pullpass/projects", Value: "shop" }];
  const answer = async () => {
    await client.send(new TagResourceCommand({ SecretId: arn, Tags }));
    return "yes";
  };
  const { code, err } = await run(["allow", "hub", "--prefix", "pay-"], { answers: [answer] });
  expect(code).toBe(1);
  expect(err).toContain("changed while you were asked");
  expect(await tagsNow()).toEqual({ "pullpass/projects": "shop" });
});

test.each([
  [["allow", "hub", "all"], "same tag pullpass/group", 3],
  [["allow", "nowhere", "web"], "There is no secret nowhere", 3],
  [["allow", "hbu", "web"], "There is no secret hbu in eu-central-1.\n  Did you mean hub?\n", 3],
  [["allow", "hub"], "name a project", 2],
] as const)("%j is refused, and says what to do", async (args, says, ends) => {
  const { tagsNow, run } = await account();
  const { code, err } = await run([...args]);
  expect(code).toBe(ends);
  expect(err).toContain(says);
  expect(await tagsNow()).toEqual({});
});

test("the beginning of an ARN is no secret", async () => {
  const { arn, tagsNow, run } = await account();
  const { code, err } = await run(["allow", arn.slice(0, -7), "web"]);
  expect(code).toBe(3);
  expect(err).toContain(arn);
  expect(await tagsNow()).toEqual({});
});
