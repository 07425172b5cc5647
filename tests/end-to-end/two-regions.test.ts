/** One role of projects in two Regions, with a pullpass in each: they share the role and nothing else. */
import { CodeBuildClient, CreateProjectCommand, DeleteProjectCommand } from "@aws-sdk/client-codebuild";
import { expect, test } from "vitest";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { awsError, connect } from "../../packages/sandbox/src/index.ts";
import { away, createWorld, home } from "./support/world.ts";

const policyOf = { home: `pullpass-${home}`, away: `pullpass-${away}` };

/** A project `web` in each Region, on one role, and each with a secret of its Region that consents to `web`. */
async function twoRegions(iamLagMs = 0) {
  const world = await createWorld({ iamLagMs });
  const regions = { searchRegions: [away, home], sweepMinutes: 60 };
  await deploy(world.sandbox, away, { mode: "apply", ...regions });
  const role = await world.role("builder");
  await world.sandbox.clock.advance(iamLagMs);
  const secrets = {
    home: await world.secret("hub", { tags: { "pullpass/projects": "web" } }),
    away: await world.secret("ghcr", { tags: { "pullpass/projects": "web" }, region: away }),
  };
  const codebuild = new CodeBuildClient(connect(world.sandbox, { region: away }));
  await world.project("web", { role, credential: secrets.home });
  await codebuild.send(
    new CreateProjectCommand({
      name: "web",
      serviceRole: role,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        ...{ type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL", image: "ghcr.io/acme/web:1" },
        registryCredential: { credential: secrets.away, credentialProvider: "SECRETS_MANAGER" },
      },
    }),
  );
  await world.rest();
  const deleteAway = () => codebuild.send(new DeleteProjectCommand({ name: "web" }));
  return { world, secrets, deleteAway };
}

test("none answers the other's writes, also while IAM shows both the past", async () => {
  const { world, secrets } = await twoRegions(8_000);
  const { sandbox } = world;
  let writes = 0;
  sandbox.before(({ operation, from }) => {
    if (from.caller.kind !== "role" || !/^(Put|Delete)RolePolicy$/.test(operation)) return;
    writes += 1;
    // Without it who answers each other would do so without end: here a call takes no time.
    if (writes > 20) throw awsError("LimitExceededException", "This is a loop");
  });
  await world.untag(secrets.home, "pullpass/projects");
  await world.untag(secrets.away, "pullpass/projects");
  await sandbox.settle();
  expect(writes).toBe(2);
  await world.tag(secrets.home, { "pullpass/projects": "web" });
  await world.tag(secrets.away, { "pullpass/projects": "web" });
  await world.rest();
  expect(writes).toBe(4);
  expect(await world.policy("builder", policyOf.home)).toContain(secrets.home);
  expect(await world.policy("builder", policyOf.away)).toContain(secrets.away);
});

test("each grants in a policy of its own, and takes back what is its own alone", async () => {
  const { world, secrets, deleteAway } = await twoRegions();
  const policies = async () => [
    await world.policy("builder", policyOf.home),
    await world.policy("builder", policyOf.away),
  ];
  const [inHome, inAway] = await policies();
  expect(inHome).toContain(secrets.home);
  expect(inHome).not.toContain(secrets.away);
  expect(inHome).toContain(`:codebuild:${home}:`);
  expect(inHome).not.toContain(`:codebuild:${away}:`);
  expect(inAway).toContain(secrets.away);
  expect(inAway).not.toContain(secrets.home);

  await world.sweep();
  expect(await policies()).toEqual([inHome, inAway]);

  await world.untag(secrets.home, "pullpass/projects");
  await world.rest();
  await world.sweep();
  expect(await policies()).toEqual([undefined, inAway]);

  await world.tag(secrets.home, { "pullpass/projects": "web" });
  await deleteAway();
  await world.rest();
  await world.sweep();
  await world.sweep();
  expect(await policies()).toEqual([inHome, undefined]);
});
