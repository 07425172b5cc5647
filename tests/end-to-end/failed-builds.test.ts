/** A build fails to pull: one notice says why and who must act, and the next build that pulls ends it. */
import { StartBuildCommand } from "@aws-sdk/client-codebuild";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { awsError, registries } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";
const image = `${host}/acme/web:1`;

/** Everything is right but what the registry thinks of the password. */
async function wrongPassword(): Promise<{ world: World; secret: string }> {
  const world = await createWorld();
  registries(world.sandbox).add({ host, username: "ci", password: "canary-another" });
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: secret, image, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  world.newNotices();
  return { world, secret };
}

const ofRule = (world: World, rule: string) =>
  world.newNotices().filter(({ attributes }) => attributes.rule === rule);

test("a wrong password: told once, with the build's words and what to do, until a build pulls", async () => {
  const { world, secret } = await wrongPassword();
  expect(await world.build("web")).toBe("FAILED");
  const [notice, ...others] = ofRule(world, "pull-failed");
  expect(others).toEqual([]);
  expect(notice?.text).toContain("The registry rejected the login that was sent to it.");
  expect(notice?.text).toContain("unauthorized: incorrect username or password");
  expect(notice?.text).toContain("secret owner");
  expect(notice?.attributes).toMatchObject({ severity: "high" });

  // The same again, and sweeps, say nothing new.
  expect(await world.build("web")).toBe("FAILED");
  await world.sweep();
  expect(world.newNotices()).toEqual([]);

  await world.secretsIn(home).send(
    new PutSecretValueCommand({
      SecretId: secret,
      SecretString: '{"username":"ci","password":"canary-another"}',
    }),
  );
  await world.sweep();
  expect(world.newNotices()).toEqual([]);
  expect(await world.build("web")).toBe("SUCCEEDED");
  await world.sweep();
  expect(ofRule(world, "pull-failed")).toHaveLength(1);
  await world.sweep();
  expect(world.newNotices()).toEqual([]);
});

test("what StartBuild overrode is what the notice names", async () => {
  const { world } = await wrongPassword();
  await world.codebuild.send(
    new StartBuildCommand({ projectName: "web", imageOverride: `${host}/acme/other:7` }),
  );
  await world.rest();
  const [notice] = ofRule(world, "pull-failed");
  expect(notice?.text).toContain(`${host}/acme/other:7`);
});

test("a build that failed for what pullpass repairs is told by the change alone", async () => {
  const world = await createWorld();
  const secret = await world.secret("hub");
  await world.role("web");
  await world.project("web", { credential: secret, image, pullCredentials: "SERVICE_ROLE" });
  expect(await world.build("web")).toBe("FAILED");
  expect(ofRule(world, "pull-failed")).toEqual([]);
  await world.tag(secret, { "pullpass/projects": "web" });
  await world.rest();
  await world.sweep();
  expect(ofRule(world, "pull-failed")).toEqual([]);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

test("an explicit deny that no reading shows is told with the build's words, and who can lift it", async () => {
  const world = await createWorld();
  registries(world.sandbox).add({ host, username: "ci", password: "canary-s3cret" });
  const secret = await world.secret("hub", { tags: { "pullpass/projects": "web" } });
  const role = await world.role("web");
  await world.project("web", { credential: secret, image, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  world.newNotices();
  const said = `User: ${role}/AWSCodeBuild is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret} with an explicit deny in a service control policy`;
  world.sandbox.before(({ operation }) => {
    if (operation === "GetSecretValue") throw awsError("AccessDeniedException", said);
  });
  expect(await world.build("web")).toBe("FAILED");
  const [notice, ...others] = ofRule(world, "access-still-denied");
  expect(others).toEqual([]);
  expect(notice?.text).toContain("with an explicit deny in a service control policy");
  expect(notice?.text).toContain("organization");
});
