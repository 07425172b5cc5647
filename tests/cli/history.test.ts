import { stripVTControlCharacters } from "node:util";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { momentBefore } from "../../packages/cli/src/history/moment.ts";
import { readHistory } from "../../packages/cli/src/history/read-history.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { connect } from "../../packages/sandbox/src/index.ts";
import { createWorld, home, type World } from "../end-to-end/support/world.ts";
import { evening, grants, later, noon, normalizes, revokes } from "../ledger/examples.ts";
import { accountOf, createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

let world: World;
const ends: (() => Promise<void>)[] = [];

/** web gets a secret and loses it; api of another role has another one. */
beforeAll(async () => {
  world = await createWorld({}, (end) => void ends.push(end));
  const account = accountOf(world.sandbox);
  const hub = await account.secret("registry/hub", "web");
  await account.secret("registry/ghcr", "api");
  await account.project("web", { credential: "registry/hub" });
  await world.rest();
  await world.sandbox.clock.advance(60_000);
  await account.project("api", { credential: "registry/ghcr" });
  await world.rest();
  await world.sandbox.clock.advance(60_000);
  await world.untag(hub, "pullpass/projects");
  await world.rest();
});
afterAll(async () => {
  for (const end of ends) await end();
});

test("every change is told in lines of 80 columns, the newest first", async () => {
  const { out, code } = await pullpass(world.sandbox, ["history"]);
  expect(code).toBe(0);
  const lines = out.split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(lines[0]).toBe("CHANGE    WHEN (UTC)        STATE     WHAT, AND WHY");
  const rows = [0, 1, 2, 3, 4].map((index) => lines.slice(1 + 2 * index, 3 + 2 * index).join("\n"));
  const times = rows.map((row) => /^[0-9a-f]{8} {2}(2026-01-05 09:0\d) {2}applied {3}/.exec(row)?.[1] ?? row);
  expect(times).toEqual([...times].sort().reverse());
  // Which of two of the same millisecond comes first, DynamoDB does not say.
  expect(rows.map((row) => row.slice(10)).sort()).toEqual(
    [
      "2026-01-05 09:02  applied   took registry/hub from web\nUntagResource by role/Administrator",
      "2026-01-05 09:01  applied   let api pull with registry/ghcr\nCreateProject by role/Administrator",
      "2026-01-05 09:01  applied   rewrote the credential of api\nCreateProject by role/Administrator",
      "2026-01-05 09:00  applied   rewrote the credential of web\nCreateProject by role/Administrator",
      "2026-01-05 09:00  applied   let web pull with registry/hub\nCreateProject by role/Administrator",
    ]
      .map((row) => row.replace("\n", `\n${" ".repeat(38)}`))
      .sort(),
  );
  expect(lines.slice(11)).toEqual(["", "5 changes. --json has each one in full.", ""]);
});

test.each([
  [
    ["--project", "api"],
    ["normalization api", "grant api"],
  ],
  [
    ["--role", "api"],
    ["normalization api", "grant api"],
  ],
  [
    ["--secret", "registry/hub"],
    ["revocation web", "normalization web", "grant web"],
  ],
  [["--since", "2026-01-05T09:02"], ["revocation web"]],
  [["--limit", "1"], ["revocation web"]],
  [["--project", "nobody"], []],
])("%j asks for some of them", async (args, expected) => {
  const { out, code } = await pullpass(world.sandbox, ["history", "--json", ...args]);
  expect(code).toBe(0);
  const told = JSON.parse(out);
  expect(told).toMatchObject({
    schema: "pullpass-history/1",
    account: "111122223333",
    region: home,
    table: "pullpass-ledger",
    more: args[0] === "--limit",
    unread: 0,
  });
  const named = told.changes.map(
    ({ change }: { change: { kind: string; project?: string; grant?: { projects: string[] } } }) =>
      `${change.kind} ${change.project ?? change.grant?.projects}`,
  );
  // Which of two of the same millisecond comes first, DynamoDB does not say.
  expect(named.sort()).toEqual([...expected].sort());
});

test("who there are older ones is told, and a record that cannot be read is not passed over in silence", async () => {
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  const texts = { pk: "role#x", sk: "change#x", type: "change", history: "changes", body: "{}" };
  const Item = Object.fromEntries(
    Object.entries({ ...texts, plannedAt: "2026-01-05T10:00:00.000Z" }).map(([name, S]) => [name, { S }]),
  );
  await client.send(new PutItemCommand({ TableName: "pullpass-ledger", Item }));
  const { out } = await pullpass(world.sandbox, ["history", "--limit", "2"]);
  expect(out).toContain("The newest 2 changes. Older ones: a higher --limit, or --limit all.\n");
  expect(out).toContain("1 record of another version of pullpass could not be read: it is not shown.\n");
});

test("without a deployment it says so, and what to do", async () => {
  const { sandbox } = await createAccount();
  const { out, err, code } = await pullpass(sandbox, ["history"]);
  expect({ out, err, code }).toEqual({
    out: "",
    err: `pullpass: pullpass keeps no ledger here: there is no parameter /pullpass/deployment in ${home}.
  Name its table with --table (the stack's output LedgerTable), or its Region with --region.
`,
    code: 3,
  });
});

test.each([
  ["--since", "soon"],
  ["--limit", "0"],
  ["--limit", "-1"],
])("%s %s is refused", async (...args) => {
  const { code, err } = await pullpass(undefined, ["history", ...args]);
  expect(code).toBe(2);
  expect(err).toMatch(/A time looks like|A count is 1 or more/);
});

test("a moment is UTC, or so long ago", () => {
  const now = new Date("2026-01-05T09:00:00Z");
  expect(momentBefore("24h", now)).toBe("2026-01-04T09:00:00.000Z");
  expect(momentBefore("90m", now)).toBe("2026-01-05T07:30:00.000Z");
  expect(momentBefore("2026-01-31", now)).toBe("2026-01-31T00:00:00.000Z");
  expect(momentBefore("2026-01-31T09:00", now)).toBe("2026-01-31T09:00:00.000Z");
  expect(momentBefore("2026-01-31T09:00+02:00", now)).toBe("2026-01-31T07:00:00.000Z");
});

test("a large ledger is read no further than it must", async () => {
  const memory = memoryLedger();
  await memory.planned([grants("a")], noon);
  await memory.planned([revokes("b")], later);
  await memory.planned([normalizes("c")], evening);
  let pages = 0;
  const ledger = {
    async *history() {
      for await (const { changes } of memory.history()) {
        for (const change of changes) {
          pages += 1;
          yield { changes: [change], unread: 0 };
        }
      }
    },
  };
  const { changes, more } = await readHistory(ledger, { project: "web" }, { limit: 1 });
  expect([changes.map(({ change }) => change.id), more, pages]).toEqual([["c"], true, 2]);
});

test("hostile names stay on their line", async () => {
  const { historyText } = await import("../../packages/cli/src/render/history.ts");
  const change = normalizes("d".repeat(32), { project: `a\u001b[2J\n${"x".repeat(300)}` });
  const record = {
    change,
    state: "planned",
    plannedAt: noon,
    settledAt: undefined,
    error: undefined,
  } as const;
  const text = historyText({ changes: [record], more: false, unread: 0 }, [], { colours: false });
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text.split("\n").every((line) => line.length <= 80)).toBe(true);
});
