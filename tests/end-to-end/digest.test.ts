/** One event, one message: what a tag did for many projects, whatever the topic does meanwhile. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/index.ts";
import { parseRoleArn, parseSecretArn } from "../../packages/core/src/model/arn.ts";
import { rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { awsError, type BusEvent, connect } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home, type World } from "./support/world.ts";

const names = ["api", "docs", "web"];

async function minutes({ sandbox }: World, count: number) {
  for (let at = 0; at < count; at++) {
    await sandbox.clock.advance(60_000);
    await sandbox.settle();
  }
}

test("a tag that lets three projects in is one message, sent once although the topic was down, and no event waits", async () => {
  const world = await createWorld({ collectMinutes: 2 });
  const hub = await world.secret("hub");
  for (const name of names) {
    await world.role(name);
    await world.project(name, { credential: "hub" });
  }
  await minutes(world, 3);
  const [asked, ...others] = world.newNotices();
  expect(others).toEqual([]);
  expect(asked?.text).toContain(`pullpass allow ${hub} api docs web`);

  let isDown = true;
  world.sandbox.before(({ operation, from }) => {
    if (!isDown || !operation.startsWith("Publish") || from.caller.kind !== "role") return;
    throw awsError("InternalFailure", "later", 500);
  });
  await world.tag(hub, { "pullpass/projects": "all" });
  await world.rest();
  const events = world.events.filter(({ source }) => source === "pullpass");
  expect(events.filter(({ detail }) => JSON.stringify(detail).includes('"change":"grant"'))).toHaveLength(3);
  await minutes(world, 5);
  expect(world.newNotices()).toEqual([]);
  isDown = false;
  await minutes(world, 2);
  const told = world.newNotices();
  expect(told).toMatchObject([
    { subject: "pullpass hub: access granted to 3 projects (111122223333 eu-central-1)" },
  ]);
  for (const name of names) expect(told[0]?.text).toContain(`\n  ${name} (role ${name}): can pull now`);
  expect(told[0]?.text).toContain("No longer a problem\n  secret-no-consent: project");
  expect(told[0]?.attributes).toMatchObject({ project: '["api","docs","web"]' });
  await minutes(world, 65);
  expect(world.newNotices()).toEqual([]);
});

/** The ledger and the policies as a version left them that bound no grant to projects. */
async function unbound(world: World, secrets: ReadonlyMap<string, string>) {
  const { sandbox, deployment } = world;
  const client = new DynamoDBClient(connect(sandbox, { region: home }));
  const ledger = dynamoDbLedger({ client, table: deployment.tableName });
  const deliver = sandbox.emit;
  Object.assign(sandbox, { emit: () => undefined });
  for (const [name, arn] of secrets) {
    const role = parseRoleArn(`arn:aws:iam::${account}:role/${name}`);
    const secret = parseSecretArn(arn);
    const given = { secret, key: undefined };
    const now = sandbox.clock.now().toISOString();
    await ledger.saveGrants(role, home, [{ role, region: home, ...given, projects: [name] }], now);
    const { Statement } = JSON.parse(rolePolicy([given]));
    await world.writePolicy(name, `pullpass-${home}`, ...Statement);
  }
  Object.assign(sandbox, { emit: (event: BusEvent) => deliver(event) });
}

test("grants of a version that did not bind are bound by the sweep, and that is one message", async () => {
  const world = await createWorld({ collectMinutes: 2 });
  const secrets = new Map<string, string>();
  for (const name of names) {
    const secret = await world.secret(`hub-${name}`, { tags: { "pullpass/projects": name } });
    secrets.set(name, secret);
    await world.role(name);
    await world.project(name, { credential: secret, pullCredentials: "SERVICE_ROLE" });
  }
  await minutes(world, 20);
  await unbound(world, secrets);
  for (const name of names) expect(await world.policy(name)).not.toContain("codebuild:ProjectArn");
  world.newNotices();
  await minutes(world, 65);
  for (const name of names) expect(await world.policy(name)).toContain(`project/${name}"`);
  const told = world.newNotices();
  expect(told.map(({ subject }) => subject)).toEqual([
    "pullpass access limited to 3 projects (111122223333 eu-central-1)",
  ]);
  for (const name of names) {
    expect(told[0]?.text).toContain(
      `Access limited to the named projects, for the secret hub-${name}\n  ${name} (role ${name}): can pull now`,
    );
  }
});
