import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "./support/world.ts";

const Name = "/pullpass/deployment";

/** A tagged secret, and a project that names it. */
async function projectWithSecret(world: World) {
  await world.secret("registry/hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: "registry/hub", pullCredentials: "SERVICE_ROLE" });
  await world.rest();
}

test("a second deployment in the Region is refused before it makes anything, and the first goes on", async () => {
  const world = await createWorld();
  const options = { mode: "apply", searchRegions: [home], sweepMinutes: 60 } as const;
  await expect(deploy(world.sandbox, home, options)).rejects.toThrow(
    `pullpass is deployed in ${home} already`,
  );
  await projectWithSecret(world);
  expect(await world.policy("web")).toContain("registry/hub");
});

test("a deployment whose Region another one claims writes nothing and says so, until the claim is its own", async () => {
  const world = await createWorld();
  const ssm = new SSMClient(connect(world.sandbox, { region: home }));
  const Value = JSON.stringify({ table: "dev-Ledger-1", stack: "arn:aws:cloudformation:dev", isNew: true });
  await ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
  await projectWithSecret(world);
  expect(await world.policy("web")).toBeUndefined();
  expect((await world.environment("web"))?.registryCredential?.credential).toBe("registry/hub");
  expect(world.newNotices()).toEqual([]);

  await ssm.send(new DeleteParameterCommand({ Name }));
  await world.sweep();
  expect(await world.policy("web")).toContain("registry/hub");
});

test("a claim that may not be read is nobody else's: the work goes on", async () => {
  const world = await createWorld();
  world.sandbox.before(({ operation }) => {
    if (operation === "GetParameter") throw awsError("AccessDeniedException", "not you");
  });
  await projectWithSecret(world);
  expect(await world.policy("web")).toContain("registry/hub");
});
