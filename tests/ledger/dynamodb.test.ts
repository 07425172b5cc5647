import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/dynamodb/ledger.ts";
import { NotFound, Unavailable } from "../../packages/core/src/errors.ts";
import { indexed, ttlAttribute } from "../../packages/core/src/ledger/table.ts";
import { type Database, startDatabase } from "./database.ts";
import { finding, grant, grants, noon, normalizes, region, role } from "./examples.ts";
import { newest } from "./newest.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

async function open(historyDays?: number) {
  const table = await database.createTable();
  const options = historyDays === undefined ? {} : { historyDays };
  const ledger = dynamoDbLedger({ client: database.client, table, ...options });
  const items = async () => (await database.client.send(new ScanCommand({ TableName: table }))).Items ?? [];
  /** What another version would have written: a record of ours with a member that this one does not know. */
  const rewrite = async (sk: string, body: Record<string, unknown>) => {
    const item = (await items()).find((each) => each.sk?.S === sk);
    const other = JSON.stringify({ ...JSON.parse(item?.body?.S ?? ""), ...body });
    const Item = { ...item, body: { S: other } };
    await database.client.send(new PutItemCommand({ TableName: table, Item }));
  };
  return { ledger, items, rewrite };
}

const at = (iso: string, days: number) => String(Date.parse(iso) / 1_000 + days * 86_400);

test("history expires, and what is in force does not", async () => {
  const { ledger, items } = await open();
  await ledger.planned([grants("planned"), grants("applied")], noon);
  await ledger.applied([grants("applied")], noon);
  await ledger.failed(grants("failed"), "refused", noon);
  await ledger.proposed([grants("proposed")], noon);
  await ledger.saveGrants(role, region, [grant("a")], noon);
  await ledger.openFinding(finding(), noon);
  await ledger.openFinding(finding({ rule: "iac-drift" }), noon);
  await ledger.closeFinding(finding({ rule: "iac-drift" }), noon);
  const expiry = Object.fromEntries(
    (await items()).map((item) => [
      item.sk?.S?.replace("arn:aws:secretsmanager:", ""),
      item[ttlAttribute]?.N,
    ]),
  );
  const expires = at(noon, 400);
  expect(expiry).toEqual({
    "change#planned": undefined,
    "change#applied": expires,
    "change#failed": expires,
    "change#proposed": expires,
    "grant#eu-central-1:111122223333:secret:a-a1b2c3": undefined,
    "finding#registry-vpc-only": undefined,
    "finding#iac-drift": expires,
  });
});

test("findings and changes that another version wrote stop nothing, and stay as they are", async () => {
  const { ledger, items, rewrite } = await open();
  await ledger.openFinding(finding(), noon);
  await ledger.openFinding(finding({ rule: "iac-drift" }), noon);
  await ledger.planned([grants("known"), grants("newer")], noon);
  await rewrite("finding#iac-drift", { rule: "registry-slow" });
  await rewrite("change#newer", { kind: "handover" });
  const before = await items();
  const found = await ledger.openFindings(region, [finding().subject]);
  expect(found.map((each) => each.finding.rule)).toEqual(["registry-vpc-only"]);
  const unsettled = await ledger.unsettled(role, region);
  expect(unsettled.map(({ change }) => change.id)).toEqual(["known"]);
  const history = await newest(ledger, 10);
  expect(history.map(({ change }) => change.id)).toEqual(["known"]);
  let unread = 0;
  for await (const page of ledger.history()) unread += page.unread;
  expect(unread).toBe(1);
  expect(await items()).toEqual(before);
});

test("a grant that another version wrote stops nothing, and stays until it is written anew", async () => {
  const { ledger, items, rewrite } = await open();
  await ledger.saveGrants(role, region, [grant("known"), grant("newer")], noon);
  const sk = `grant#${grant("newer").secret}`;
  await rewrite(sk, { projects: { prefix: "web-" } });
  const secrets = (grants: readonly { readonly secret: string }[]) => grants.map(({ secret }) => secret);
  expect(secrets(await ledger.grants(role, region))).toEqual([grant("known").secret]);
  expect(await ledger.grantsOfSecret(grant("newer").secret)).toEqual([]);
  for await (const page of ledger.allGrants(region)) expect(secrets(page)).toEqual([grant("known").secret]);
  await ledger.saveGrants(role, region, [], noon);
  expect((await items()).map((item) => item.sk?.S)).toEqual([sk]);
  await ledger.saveGrants(role, region, [grant("newer")], noon);
  expect(secrets(await ledger.grants(role, region))).toEqual([grant("newer").secret]);
});

test("a grant for 5,000 projects with the longest names is kept whole, in items that DynamoDB takes", async () => {
  const { ledger, items } = await open();
  const projects = Array.from({ length: 5_000 }, (_, i) => `${String(i).padStart(5, "0")}${"p".repeat(250)}`);
  await ledger.saveGrants(role, region, [grant("a", { projects }), grant("b")], noon);
  const read = await ledger.grants(role, region);
  expect(read.map((each) => [each.secret, each.projects.length, each.since])).toEqual([
    [grant("a").secret, 5_000, noon],
    [grant("b").secret, grant("b").projects.length, noon],
  ]);
  expect(read[0]?.projects).toEqual(projects);
  expect(await ledger.grantsOfSecret(grant("a").secret)).toHaveLength(1);
  await ledger.saveGrants(
    role,
    region,
    [grant("a", { projects: projects.slice(0, 1_500) })],
    "2026-11-24T13:00:00.000Z",
  );
  expect(await ledger.grants(role, region)).toMatchObject([{ since: noon }]);
  expect(await items()).toHaveLength(2);
  await ledger.saveGrants(role, region, [], "2026-11-24T13:00:00.000Z");
  expect(await items()).toEqual([]);
});

test("a finding that opens again is in force, and does not expire", async () => {
  const { ledger, items } = await open(30);
  await ledger.openFinding(finding(), noon);
  await ledger.closeFinding(finding(), noon);
  expect((await items())[0]?.[ttlAttribute]?.N).toBe(at(noon, 30));
  await ledger.openFinding(finding(), noon);
  expect((await items())[0]?.[ttlAttribute]).toBeUndefined();
});

test("grants and histories of more than a page are read whole", async () => {
  const { ledger } = await open();
  // A page of DynamoDB is 1 MB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
  const projects = Array.from({ length: 1_000 }, (_, i) => `${"p".repeat(250)}${i}`);
  const many = Array.from({ length: 6 }, (_, i) => grant(`s${i}`, { projects }));
  await ledger.saveGrants(role, region, many, noon);
  expect(await ledger.grants(role, region)).toHaveLength(6);
  const pages: number[] = [];
  for await (const page of ledger.allGrants(region)) pages.push(page.length);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.reduce((sum, length) => sum + length, 0)).toBe(6);
  await ledger.planned(
    many.map((each, i) => grants(`g${i}`, { grant: each })),
    noon,
  );
  expect(await ledger.unsettled(role, region)).toHaveLength(6);
  expect(await newest(ledger, 5)).toHaveLength(5);
});

test("racing writers record a change once, and count it once", async () => {
  const { ledger, items } = await open();
  const change = normalizes("n");
  await Promise.allSettled(
    Array.from({ length: 10 }, async () => {
      await ledger.planned([change], noon);
      await ledger.applied([change], noon);
    }),
  );
  expect((await items()).map(({ sk }) => sk?.S).sort()).toEqual(["change#n", "drift"]);
  expect((await ledger.driftRounds(region, ["web"])).get("web")?.rounds).toBe(1);
});

test("of rounds that are counted at once none takes what another's event told", async () => {
  const { ledger } = await open();
  const count = async (id: string, tool?: string): Promise<void> => {
    const causes = [{ id, event: "UpdateProject", actor: "ann", time: noon, ...(tool && { tool }) }];
    try {
      await ledger.applied([normalizes(id, { causes })], noon);
    } catch (error) {
      // somebody else counted in between
      if (error instanceof Unavailable) return count(id, tool);
      throw error;
    }
  };
  await count("first");
  await Promise.all([count("told", "Terraform"), count("a"), count("b"), count("c")]);
  expect((await ledger.driftRounds(region, ["web"])).get("web")?.tool).toBe("Terraform");
});

test("the list of what is open has nothing that was closed, and has it again once it is open anew", async () => {
  const { ledger, items } = await open();
  const listed = async () => (await items()).filter((item) => item[indexed.grantedRegion] !== undefined);
  await ledger.openFinding(finding(), noon);
  expect(await listed()).toHaveLength(1);
  await ledger.closeFinding(finding(), noon);
  expect(await listed()).toEqual([]);
  await ledger.openFinding(finding(), noon);
  expect(await listed()).toHaveLength(1);
});

test("an error names the call and the table", async () => {
  const ledger = dynamoDbLedger({ client: database.client, table: "missing" });
  await expect(ledger.grants(role, region)).rejects.toThrow(NotFound);
  await expect(ledger.grants(role, region)).rejects.toThrow("dynamodb:Query on table missing found nothing");
});
