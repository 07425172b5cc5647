/** What a deployment that checks credentials says of a login, and that it says nothing else of it. */
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect, dns, registries } from "../../packages/sandbox/src/index.ts";
import { pullpass } from "../cli/support/run.ts";
import { createWorld, home, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";
const canary = "canary-pa55w0rd";
const user = "canary-us3r";

async function worldWith(
  value: string | undefined,
  tags: Record<string, string> = { "pullpass/projects": "web" },
  credentialChecks = true,
) {
  const world = await createWorld({ credentialChecks });
  registries(world.sandbox).add({ host, username: user, password: "canary-right" });
  const secret = await world.secret("hub", { tags, empty: value === undefined });
  if (value !== undefined) await put(world, secret, value);
  await world.role("web");
  await world.project("web", {
    credential: secret,
    image: `${host}/acme/web:1`,
    pullCredentials: "SERVICE_ROLE",
  });
  await world.rest();
  return { world, secret };
}

async function put(world: World, SecretId: string, SecretString: string) {
  await world.secretsIn(home).send(new PutSecretValueCommand({ SecretId, SecretString }));
}

const login = (password: string) => JSON.stringify({ username: user, password });

const rulesIn = (world: World) =>
  world
    .newNotices()
    .flatMap(({ attributes: { rule, state } }) => (rule === undefined ? [] : [`${rule} ${state}`]));

const valuesRead = ({ sandbox }: World) =>
  sandbox.calls
    .filter(({ operation }) => operation === "GetSecretValue")
    .map(({ principal, outcome }) => `${principal.replace(/^.*pullpass-(\w+)-.*$/, "$1")} ${outcome}`);

test("a wrong password is told before any build fails, and is over once it is right", async () => {
  const { world, secret } = await worldWith(login(canary));
  expect(rulesIn(world)).toEqual(["credentials-rejected opened"]);
  expect(new Set(valuesRead(world))).toEqual(new Set(["credentials ok"]));
  expect(await world.build("web")).toBe("FAILED");
  expect(rulesIn(world)).toEqual([]);

  await put(world, secret, login("canary-right"));
  await world.rest();
  expect(rulesIn(world)).toEqual(["credentials-rejected closed"]);
  expect(await world.build("web")).toBe("SUCCEEDED");
});

test("a value that becomes wrong, however it is stored, is told at once, and the next is looked at as soon as it is there", async () => {
  const { world, secret } = await worldWith(login("canary-right"));
  const secrets = world.secretsIn(home);
  expect(rulesIn(world)).toEqual([]);

  await secrets.send(new UpdateSecretCommand({ SecretId: secret, SecretString: login(canary) }));
  await world.rest();
  expect(rulesIn(world)).toEqual(["credentials-rejected opened"]);

  await put(world, secret, `${user}:${canary}`);
  await world.rest();
  expect(rulesIn(world).sort()).toEqual(["credentials-rejected closed", "secret-malformed opened"]);

  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: secret }));
  const labelled = (label: string) =>
    Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(label))?.[0];
  const moved = { MoveToVersionId: labelled("AWSPREVIOUS"), RemoveFromVersionId: labelled("AWSCURRENT") };
  await secrets.send(
    new UpdateSecretVersionStageCommand({ SecretId: secret, VersionStage: "AWSCURRENT", ...moved }),
  );
  await world.rest();
  expect(rulesIn(world).sort()).toEqual(["credentials-rejected opened", "secret-malformed closed"]);
});

test("a secret that gets its first value is checked at once", async () => {
  const { world, secret } = await worldWith(undefined);
  expect(rulesIn(world)).toEqual(["secret-empty opened"]);
  await put(world, secret, login(canary));
  await world.rest();
  expect(rulesIn(world).sort()).toEqual(["credentials-rejected opened", "secret-empty closed"]);
});

test("a value that is no login any more is no longer said to be none, even while its registry does not answer", async () => {
  const { world, secret } = await worldWith(`${user}:${canary}`);
  expect(rulesIn(world)).toEqual(["secret-malformed opened"]);
  dns(world.sandbox).set(host, []);
  await put(world, secret, login(canary));
  await world.rest();
  expect(rulesIn(world)).toContain("secret-malformed closed");
});

test("a value that changes is read for the projects alone that use the secret", async () => {
  const { world, secret } = await worldWith(login("canary-right"));
  const other = await world.secret("other", { tags: { "pullpass/projects": "api" } });
  await world.role("api");
  await world.project("api", { credential: other, image: `${host}/acme/api:1` });
  await world.rest();
  const before = world.sandbox.calls.length;
  await put(world, secret, login(canary));
  await world.rest();
  const made = world.sandbox.calls
    .slice(before)
    .filter(({ principal, service }) => principal.includes("pullpass-credentials-") && service !== "kms")
    .map(({ operation, permissions: [first] }) => [operation, first?.resource]);
  expect(made.map(([operation]) => operation)).toEqual([
    "Query",
    "Query",
    "BatchGetProjects",
    "DescribeSecret",
    "GetItem",
    "PutItem",
    "GetSecretValue",
    "PutItem",
    "SendMessageBatch",
  ]);
  expect(JSON.stringify(made)).toContain(secret);
  expect(JSON.stringify(made)).not.toContain(other);
});

test("a value that is no login is told, and sent nowhere", async () => {
  const { world } = await worldWith(`${user}:${canary}`);
  expect(rulesIn(world)).toEqual(["secret-malformed opened"]);
});

test("of a secret that does not consent to the project, no value is read", async () => {
  const { world } = await worldWith(login(canary), { "pullpass/projects": "api" });
  await world.sweep();
  expect(valuesRead(world)).toEqual([]);
});

test("a deployment that was not asked to reads none", async () => {
  const { world } = await worldWith(login(canary), { "pullpass/projects": "web" }, false);
  await world.sweep();
  expect(valuesRead(world)).toEqual([]);
});

test("a login that was right is not asked about again for hours", async () => {
  const { world } = await worldWith(login("canary-right"));
  const before = valuesRead(world).length;
  await world.sweep();
  await world.sweep();
  expect(valuesRead(world)).toHaveLength(before);
});

test("nothing of a value is in a notice, the ledger, an event or a log of calls", async () => {
  const forms = [canary, user].flatMap((text) => [
    text,
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
    Buffer.from(text).toString("hex"),
    encodeURIComponent(text),
  ]);
  const both = Buffer.from(`${user}:${canary}`).toString("base64").replace(/=+$/, "");
  const values = [
    login(canary),
    `${user}:${canary}`,
    JSON.stringify([user, canary]),
    JSON.stringify({ [canary]: user }),
  ];
  const { world, secret } = await worldWith(login(canary));
  const told: unknown[] = [];
  for (const value of values) {
    await put(world, secret, value);
    await world.sweep();
    await world.build("web");
    told.push(world.newNotices());
  }
  const dynamodb = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: world.deployment.tableName }));
  expect(JSON.stringify(Items)).toContain("login#");
  const all = JSON.stringify([told, Items, world.events, world.sandbox.calls]);
  for (const form of [...forms, both]) expect(all).not.toContain(form);
});

test("where nobody wants the checks, no role of pullpass may read a value", async () => {
  const { world } = await worldWith(login("canary-right"), { "pullpass/projects": "web" }, false);
  const { out } = await pullpass(world.sandbox, ["audit"]);
  expect(out).toContain("1 project: 1 can pull.");
  expect(out).not.toContain("pullpass-credentials");
});
