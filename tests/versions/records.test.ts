/** A deployment of the version before, and of the next one, in both directions: what they left in table and queue is read. */
import { readFileSync } from "node:fs";
import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { dynamoDbLedger, readWork } from "../../packages/core/src/aws/index.ts";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home, type World } from "../end-to-end/support/world.ts";
import { newest } from "../ledger/newest.ts";

type Item = Record<string, AttributeValue>;

interface Recorded {
  readonly secret: string;
  readonly items: readonly Item[];
  readonly policy: string;
  readonly messages: readonly string[];
}

const tableOf = (world: World) => {
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const table = world.deployment.tableName;
  return {
    ledger: dynamoDbLedger({ client, table }),
    put: (Item: Item) => client.send(new PutItemCommand({ TableName: table, Item })),
    all: async (): Promise<readonly Item[]> =>
      (await client.send(new ScanCommand({ TableName: table }))).Items ?? [],
  };
};

/** The account as the older version left it, with this version deployed over it. */
async function upgraded() {
  const world = await createWorld();
  const text = readFileSync(new URL("recorded-2026-11-25.json", import.meta.url), "utf8");
  const secret = await world.secret("registry/hub", { tags: { "pullpass/projects": "web" } });
  const { secret: then }: Recorded = JSON.parse(text);
  const recorded: Recorded = JSON.parse(text.replaceAll(then, secret));
  const table = tableOf(world);
  for (const item of recorded.items) await table.put(item);
  await world.role("web");
  const { Statement } = JSON.parse(recorded.policy);
  await world.writePolicy("web", `pullpass-${home}`, ...Statement);
  await world.project("web", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  return { world, secret, recorded, table };
}

test("a grant of an older version stands after the upgrade, and goes when its consent is withdrawn", async () => {
  const { world, secret } = await upgraded();
  await world.sweep();
  expect(await world.policy("web")).toContain(secret);
  expect(await world.build("web")).toBe("SUCCEEDED");
  world.newNotices();
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.policy("web")).toBeUndefined();
  expect(world.newNotices().map(({ attributes }) => attributes.change)).toContain("revocation");
});

test("the history has the changes of an older version, and says nothing that they did not record", async () => {
  const { table, recorded } = await upgraded();
  const ids = (await newest(table.ledger)).map(({ change }) => change.id);
  const before = recorded.items.flatMap(({ sk }) => /^change#(.*)/.exec(sk?.S ?? "")?.[1] ?? []);
  expect(before).toHaveLength(2);
  expect(ids).toEqual(expect.arrayContaining(before));
});

test("a finding that an older version opened closes once it is no more", async () => {
  const { world, secret } = await upgraded();
  await world.role("api");
  await world.tag(secret, { "pullpass/projects": "web api" });
  await world.project("api", { credential: secret, pullCredentials: "SERVICE_ROLE" });
  await world.rest();
  const closed = world.newNotices().filter(({ attributes }) => attributes.state === "closed");
  expect(closed.map(({ attributes }) => attributes.rule)).toEqual(["secret-no-consent"]);
});

test("what an older version found about projects that are gone closes with a sweep, and is told once", async () => {
  const { world } = await upgraded();
  const told = () =>
    world
      .newNotices()
      .filter(({ attributes }) => attributes.kind === "finding")
      .map(({ attributes }) => `${attributes.project} ${attributes.rule} ${attributes.state}`);
  told();
  // The first one finds it, in the whole ledger.
  await world.sweep();
  await world.sweep();
  expect(told().sort()).toEqual(["api secret-no-consent closed", "gone secret-not-found closed"]);
  await world.sweep();
  expect(told()).toEqual([]);
});

test("messages that an older version queued are the work that they were", async () => {
  const { messages }: Recorded = JSON.parse(
    readFileSync(new URL("recorded-2026-11-25.json", import.meta.url), "utf8"),
  );
  const work = messages.map((body) => readWork(body, { account, region: home }));
  expect(work.map(({ role, projects }) => [role, projects])).toEqual(
    expect.arrayContaining([[`arn:aws:iam::${account}:role/web`, ["web"]]]),
  );
  expect(work.every(({ causes }) => causes.length > 0)).toBe(true);
});

/** As a newer version may write it: members of its own, in the item and in what is in it. */
function newer(item: Item): Item {
  const body = item.body?.S;
  return {
    ...item,
    writtenBy: { S: "9.0.0" },
    ...(body !== undefined && {
      body: { S: JSON.stringify({ ...JSON.parse(body), later: { deep: [1, null] } }) },
    }),
  };
}

/** What this version knows nothing of, in the partitions that it reads. */
function unknownIn(pk: string, now: string): readonly Item[] {
  const item = (sk: string, type: string, more: Item): Item => ({
    pk: { S: pk },
    sk: { S: sk },
    type: { S: type },
    ...more,
  });
  const body = (value: object) => ({ body: { S: JSON.stringify(value) } });
  const rule = { rule: "rule-of-tomorrow", severity: "grave", subject: { kind: "fleet" } };
  return [
    item("change#ffffffffffffffffffffffffffffffff", "change", {
      ...{
        kind: { S: "rotation" },
        history: { S: "changes" },
        plannedAt: { S: now },
        state: { S: "planned" },
      },
      ...{ unsettledSince: { S: now }, grantedRegion: { S: `changes#${home}` } },
      ...body({ kind: "rotation" }),
    }),
    item("finding#rule-of-tomorrow", "finding", {
      state: { S: "opened" },
      openedAt: { S: now },
      ...body(rule),
    }),
    item("grant#vault:kv/hub", "grant", { grantedRegion: { S: home }, ...body({ secret: "vault:kv/hub" }) }),
    item("zeal#1", "zeal", {}),
  ];
}

test("over what a newer version wrote this one grants, takes back, sweeps and tells as ever", async () => {
  const world = await createWorld();
  const secret = await world.secret("registry/hub", { tags: { "pullpass/projects": "web" } });
  await world.role("web");
  await world.project("web", { credential: "registry/hub" });
  await world.rest();
  const table = tableOf(world);
  const items = await table.all();
  for (const item of items) await table.put(newer(item));
  const now = world.sandbox.clock.now().toISOString();
  const partitions = new Set(items.flatMap(({ pk }) => pk?.S ?? []));
  for (const pk of partitions) for (const item of unknownIn(pk, now)) await table.put(item);
  await world.rest();
  world.newNotices();

  await world.sweep();
  expect(world.newNotices()).toEqual([]);
  expect(await world.policy("web")).toContain(secret);
  await world.project("api", { credential: "registry/hub", role: `arn:aws:iam::${account}:role/web` });
  await world.tag(secret, { "pullpass/projects": "web api" });
  await world.rest();
  expect(await world.build("api")).toBe("SUCCEEDED");
  await world.untag(secret, "pullpass/projects");
  await world.rest();
  expect(await world.policy("web")).toBeUndefined();
  const kinds = new Set((await newest(table.ledger)).map(({ change }) => change.kind));
  expect(kinds).toEqual(new Set(["grant", "normalization", "revocation"]));
  // What it does not know stays for the version that does.
  const left = (await table.all()).filter(({ sk }) => sk?.S === "grant#vault:kv/hub");
  expect(left).toHaveLength([...partitions].length);
});

test("a message of a newer version is the work that this one knows of it", () => {
  const work = { role: `arn:aws:iam::${account}:role/web`, account, region: home, projects: ["web"] };
  const cause = {
    id: "e-1",
    event: "CreateProject",
    actor: "ann",
    time: "2026-01-05T09:00:00Z",
    through: "portal",
  };
  const body = JSON.stringify({ ...work, causes: [cause], version: 9, later: { deep: true } });
  expect(readWork(body, { account, region: home })).toMatchObject(work);
});
