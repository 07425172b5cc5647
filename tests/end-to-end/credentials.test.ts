/** What a deployment that checks credentials says of a login, and that it says nothing else of it. */
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect, registries } from "../../packages/sandbox/src/index.ts";
import { pullpass } from "../cli/support/run.ts";
import { createWorld, home, type World } from "./support/world.ts";

const host = "registry.acme-builds.dev";
const canary = "canary-pa55w0rd";
const user = "canary-us3r";

async function worldWith(
  value: string,
  tags: Record<string, string> = { "pullpass/projects": "web" },
  credentialChecks = true,
) {
  const world = await createWorld({ credentialChecks });
  registries(world.sandbox).add({ host, username: user, password: "canary-right" });
  const secret = await world.secret("hub", { tags });
  await put(world, secret, value);
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
  await world.sweep();
  expect(rulesIn(world)).toEqual(["credentials-rejected closed"]);
  expect(await world.build("web")).toBe("SUCCEEDED");
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
