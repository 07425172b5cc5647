/** What a look at a registry and the check of a login cost in calls, the first time and while the answer counts. */
import { expect, test } from "vitest";
import { dns, registries } from "../../packages/sandbox/src/index.ts";
import { createWorld, type World } from "../end-to-end/support/world.ts";

const host = "registry.acme-builds.dev";

/** Of the two functions that ask registries, until everything that follows from the act has happened. */
async function costOf(world: World, act: () => Promise<unknown>) {
  const before = world.sandbox.calls.length;
  await act();
  await world.rest();
  const made = world.sandbox.calls.slice(before);
  const of = (name: string) =>
    made.flatMap(({ principal, service, operation }) =>
      // Secrets Manager decrypts in the caller's name.
      service !== "kms" && principal.includes(`pullpass-${name}-`) ? [operation] : [],
    );
  return { registry: of("registry"), credentials: of("credentials") };
}

test("a first check reads the value once and asks once; while its answer counts, neither is done", async () => {
  const world = await createWorld({ credentialChecks: true });
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return { status: 200 };
  };
  registries(world.sandbox).add({ host, address: "203.0.113.7", ask });
  const credential = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.rest();
  const settings = { credential, image: `${host}/acme/web:1`, pullCredentials: "SERVICE_ROLE" } as const;

  expect(await costOf(world, () => world.project("web", settings))).toEqual({
    registry: ["BatchGetProjects", "GetItem", "PutItem"],
    credentials: ["BatchGetProjects", "DescribeSecret", "GetItem", "PutItem", "GetSecretValue", "PutItem"],
  });
  expect(asked).toBe(1);

  expect(await costOf(world, () => world.update("web", settings))).toEqual({
    registry: ["BatchGetProjects", "GetItem"],
    credentials: ["BatchGetProjects", "DescribeSecret", "GetItem"],
  });
  expect(asked).toBe(1);
});

test("of a name that cannot be reached, Route 53 is asked for each of its parents once, and not again for hours", async () => {
  const world = await createWorld();
  dns(world.sandbox).set(host, []);
  await world.role("web");
  await world.role("api");
  await world.rest();
  const pulls = { image: `${host}/acme/web:1`, pullCredentials: "SERVICE_ROLE" } as const;
  const zones = Array.from({ length: 3 }, () => "ListHostedZonesByName");
  const first = await costOf(world, () => world.project("web", pulls));
  expect(first.registry).toEqual(["BatchGetProjects", "GetItem", ...zones, "PutItem", "SendMessageBatch"]);
  const later = await costOf(world, () => world.sweep());
  expect(later.registry).toEqual(["ListProjects", "BatchGetProjects", "GetItem", "PutItem"]);
});

test("of a registry that answers, Route 53 is asked nothing", async () => {
  const world = await createWorld();
  registries(world.sandbox).add({ host, address: "203.0.113.7", username: "ci", password: "canary-s3cret" });
  await world.role("web");
  await world.rest();
  const pulls = { image: `${host}/acme/web:1`, pullCredentials: "SERVICE_ROLE" } as const;
  expect((await costOf(world, () => world.project("web", pulls))).registry).toEqual([
    ...["BatchGetProjects", "GetItem", "PutItem"],
  ]);
});
