/** UpdateProject has no version: who else updates a project while pullpass does must lose nothing. */
import { UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const image = "registry.example.net/acme/web:2";
const release = [{ name: "RELEASE", value: "2" }];

/** Once, just before `reconcile` makes that call. */
function justBefore({ sandbox }: World, operation: string, doing: () => Promise<unknown>): void {
  let isArmed = true;
  sandbox.before(async (call) => {
    const { caller } = call.from;
    if (!isArmed || call.operation !== operation || caller.kind !== "role") return;
    if (!caller.roleArn.includes("pullpass-reconcile")) return;
    isArmed = false;
    await doing();
  });
}

function deploy({ codebuild }: World, name: string): Promise<unknown> {
  return codebuild.send(
    new UpdateProjectCommand({
      name,
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_LARGE",
        image,
        registryCredential: { credential: "hub", credentialProvider: "SECRETS_MANAGER" },
        environmentVariables: release,
      },
    }),
  );
}

test.each(["PutRolePolicy", "TransactWriteItems", "Query"])(
  "what a pipeline deploys while pullpass works stays, and gets its credential (just before %s)",
  async (operation) => {
    const world = await createWorld();
    const hub = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
    const role = await world.role("team");
    justBefore(world, operation, () => deploy(world, "web"));
    await world.project("web", { role, credential: "hub" });
    await world.rest();
    expect(await world.environment("web")).toMatchObject({
      image,
      computeType: "BUILD_GENERAL1_LARGE",
      environmentVariables: release,
      registryCredential: { credential: hub },
      imagePullCredentialsType: "SERVICE_ROLE",
    });
    expect(world.newNotices().map(({ subject }) => subject)).toEqual([
      expect.stringContaining("Access granted: web to hub"),
      expect.stringContaining("Credential rewritten: web"),
    ]);
  },
);

test("a project that others change at every look is left to them, and gets its credential once they rest", async () => {
  const world = await createWorld();
  const hub = await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  const role = await world.role("team");
  let changes = 0;
  world.sandbox.before(async ({ operation, from }) => {
    if (operation !== "PutItem" || from.caller.kind !== "role" || changes === 20) return;
    changes += 1;
    await world.update("web", { credential: "hub", image: `registry.example.net/acme/web:${changes}` });
  });
  await world.project("web", { role, credential: "hub" });
  for (let minutes = 0; minutes < 60; minutes++) {
    await world.sandbox.clock.advance(60_000);
    await world.sandbox.settle();
  }
  expect(await world.environment("web")).toMatchObject({
    image: "registry.example.net/acme/web:20",
    registryCredential: { credential: hub },
  });
});

test("a project that is told to be ignored while pullpass works is left as it is", async () => {
  const world = await createWorld();
  await world.secret("hub", { tags: { "pullpass/projects": "all" } });
  const role = await world.role("team");
  const tags = [{ key: "pullpass/ignore", value: "yes" }];
  justBefore(world, "PutRolePolicy", () =>
    world.codebuild.send(new UpdateProjectCommand({ name: "web", tags })),
  );
  await world.project("web", { role, credential: "hub" });
  await world.rest();
  await world.sweep();
  expect((await world.environment("web"))?.registryCredential?.credential).toBe("hub");
});

test("between reading an environment and sending it back pullpass makes no other call, however many projects share the role", async () => {
  const world = await createWorld();
  await world.secret("hub", { tags: {} });
  const role = await world.role("team");
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  for (const name of names) await world.project(name, { role, credential: "hub" });
  await world.rest();
  const before = world.sandbox.calls.length;
  await world.tag("hub", { "pullpass/projects": "all" });
  await world.rest();
  const calls = world.sandbox.calls
    .slice(before)
    .filter(({ principal }) => principal.includes("pullpass-reconcile"))
    .map(
      ({ operation, permissions }) => `${operation} ${permissions.map(({ resource }) => resource).join()}`,
    );
  const updates = calls.flatMap((call, index) => (call.startsWith("UpdateProject") ? [index] : []));
  expect(updates).toHaveLength(names.length);
  for (const index of updates) {
    const [project] = /project\/\w+/.exec(calls[index] ?? "") ?? [];
    const read = calls.slice(0, index).findLastIndex((call) => call.endsWith(`:${project}`));
    expect(calls[read]).toMatch(/^BatchGetProjects /);
    // Several are written side by side: nothing but their reads and writes comes in between.
    const between = calls.slice(read + 1, index).map((call) => call.split(" ")[0]);
    expect(
      between.filter((operation) => !/^(?:BatchGetProjects|UpdateProject)$/.test(operation ?? "")),
    ).toEqual([]);
  }
});
