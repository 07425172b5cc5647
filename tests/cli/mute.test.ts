/** `pullpass mute` on a deployment: recorded, shown, honoured, and told at its end. */
import { readFile } from "node:fs/promises";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { momentAfter } from "../../packages/cli/src/history/moment.ts";
import { muteLines } from "../../packages/cli/src/render/mutes.ts";
import { run } from "../../packages/cli/src/run.ts";
import { awsConnection, dynamoDbClient, dynamoDbLedger } from "../../packages/core/src/aws/index.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, createWorld, home, type World } from "../end-to-end/support/world.ts";
import { pullpass } from "./support/run.ts";

let world: World;
const ends: (() => Promise<void>)[] = [];
const table = "pullpass-ledger";
const subjects = () => world.newNotices().map(({ subject }) => subject.split(" (")[0]);
const eventsOf = (project: string) =>
  world.events.filter(({ detail }) =>
    JSON.stringify(detail).includes(`"subject":{"kind":"project","name":"${project}"}`),
  );

/** web and api name a secret that is not there. */
beforeAll(async () => {
  world = await createWorld({}, (end) => void ends.push(end));
  const role = await world.role("r");
  for (const name of ["web", "api"]) await world.project(name, { role, credential: "nosuch" });
  await world.rest();
  world.newNotices();
});
afterAll(async () => {
  for (const end of ends) await end();
});

const ledger = () =>
  dynamoDbLedger({
    client: dynamoDbClient(
      awsConnection((region) => connect(world.sandbox, { region })),
      home,
    ),
    table,
  });
const at = (minutes: number) =>
  new Date(world.sandbox.clock.now().getTime() + minutes * 60_000).toISOString();

test("nothing is muted at first", async () => {
  expect(await pullpass(world.sandbox, ["mute"])).toMatchObject({ code: 0, out: "Nothing is muted.\n" });
});

test("a muted finding is not sent while it is muted, and told by the sweep after its end", async () => {
  const made: Mute = {
    id: "m-1",
    region: home,
    target: { kind: "project", name: "web" },
    by: "ann",
    at: at(0),
    until: at(90),
  };
  await ledger().recordMute(made);
  await world.deleteProject("web");
  await world.deleteProject("api");
  await world.rest();
  await world.project("web", { role: `arn:aws:iam::${account}:role/r`, credential: "nosuch-either" });
  await world.project("api", { role: `arn:aws:iam::${account}:role/r`, credential: "nosuch-either" });
  world.newNotices();
  const before = eventsOf("web").length;
  await world.sweep();
  const told = subjects();
  expect(told.some((subject) => subject?.includes("api"))).toBe(true);
  expect(told.filter((subject) => subject?.includes("web"))).toEqual([]);
  expect(
    eventsOf("web")
      .slice(before)
      .map(({ detail }) => JSON.stringify(detail))
      .filter((detail) => !detail.includes('"closed"')),
  ).toEqual([]);

  await world.sweep();
  const [again, ...others] = world.newNotices();
  expect(others).toEqual([]);
  expect(again?.subject).toMatch(/secret-not-found: project web/);
  expect(again?.text).toContain(
    "This problem is still open. Messages about it were muted until 5 January 2026, ",
  );
  expect(eventsOf("web").at(-1)?.detail).toMatchObject({ state: "opened", mutedUntil: made.until });
  await world.sweep();
  expect(subjects()).toEqual([]);
});

test("it is recorded with who and until when, and shown by mute, history, explain and audit", async () => {
  const { code, out } = await pullpass(world.sandbox, ["mute", "web", "--until", "7d"], { width: 80 });
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Muted: findings of project web, until \d+ \w+ \d{4}, \d\d:\d\d UTC\.\n {2}What pullpass does/,
  );
  await pullpass(world.sandbox, ["mute", "secret-not-found", "--until", "30d"]);

  const { mutes, ...told } = JSON.parse((await pullpass(world.sandbox, ["mute", "--json"])).out);
  expect(told).toEqual({
    schema: "pullpass-mutes/1",
    version: expect.any(String),
    account,
    region: home,
    table,
  });
  expect(mutes).toMatchObject([
    {
      target: { kind: "project", name: "web" },
      by: expect.stringContaining(":assumed-role/Administrator/admin"),
      region: home,
    },
    { target: { kind: "rule", rule: "secret-not-found" } },
  ]);
  expect(Date.parse(mutes[0].until) - Date.parse(mutes[0].at)).toBeGreaterThan(6 * 86_400_000);

  const line = /project web: until \d+ \w+ \d{4}, \d\d:\d\d UTC, by Administrator\/admin/;
  for (const args of [["mute"], ["history"], ["audit"], ["audit", "--by", "project"]]) {
    const shown = await pullpass(world.sandbox, args, { width: 80 });
    expect(shown.out, args[0]).toMatch(line);
    for (const each of shown.out.split("\n")) expect(each.length, each).toBeLessThanOrEqual(80);
  }
  const page = (await pullpass(world.sandbox, ["audit", "--format", "html"])).out;
  expect(page).toContain('<a href="#muted">Muted (2)</a>');
  expect(page).toMatch(
    /<bdi>project web<\/bdi> <span class="quiet">eu-central-1, <bdi>until \d+ \w+ \d{4}, /,
  );
  const explained = await pullpass(world.sandbox, ["explain", "web"]);
  expect(explained.out).toMatch(
    /\n {6}muted: no messages until \d+ \w+ \d{4}, \d\d:\d\d UTC, by Administrator\/admin\n/,
  );
  const inJson = await Promise.all(
    [
      ["history", "--json"],
      ["audit", "--format", "json"],
      ["explain", "web", "--json"],
    ].map(async (args) =>
      JSON.parse((await pullpass(world.sandbox, args)).out).mutes.map(({ id }: Mute) => id),
    ),
  );
  const ids = mutes.map(({ id }: Mute) => id);
  // The ledger remembers those that ended, too.
  expect(inJson).toEqual([["m-1", ...ids], ids, ids]);
});

test("unmute ends what was muted, and says what still is", async () => {
  await pullpass(world.sandbox, ["mute", "web", "--until", "2d"]);
  const { code, out } = await pullpass(world.sandbox, ["unmute", "web"]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Unmuted: findings of project web\. What is still open, the next sweep tells\.\n\nMuted, .*\n {2}rule secret-not-found: /,
  );
  expect(
    (await ledger().mutes(home)).filter(
      ({ target, lifted }) => target.kind === "project" && lifted === undefined,
    ),
  ).toHaveLength(1);
  expect((await pullpass(world.sandbox, ["unmute", "web"])).out).toMatch(
    /^Findings of project web are not muted by themselves\.\n/,
  );
  await pullpass(world.sandbox, ["unmute", "secret-not-found"]);
  expect((await pullpass(world.sandbox, ["mute"])).out).toBe("Nothing is muted.\n");
});

test.each([
  [
    ["mute", "wbe", "--until", "7d"],
    3,
    "There is no rule wbe, and no project wbe in eu-central-1 of account 111122223333.\n  Did you mean web?\n",
  ],
  [["mute", "secret-not-fuond", "--until", "7d"], 3, "Did you mean secret-not-found?\n"],
  [["mute", "project=role-shared", "--until", "7d"], 3, "no project role-shared in"],
  [["mute", "a\u001b[2J\nb", "--until", "7d"], 3, "There is no rule a\\u{1b}[2J\\u{a}b"],
  [["mute", "web"], 2, "name what to mute together with --until"],
  [["mute", "--until", "7d"], 2, "name what to mute together with --until"],
  [["mute", "web", "--until", "2020-01-01"], 2, "That time is over."],
  [["mute", "web", "--until", "3000d"], 2, "more than 366 days away"],
  [["mute", "web", "--until", "soon"], 2, "A time looks like"],
])("%j is refused, and mutes nothing", async (args, code, err) => {
  const ran = await pullpass(world.sandbox, args);
  expect(ran).toMatchObject({ code, out: "" });
  expect(ran.err).toContain(err);
  expect((await pullpass(world.sandbox, ["mute"])).out).toBe("Nothing is muted.\n");
});

test.each([
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
  ["2026-03-01T09:30", "2026-03-01T09:30:00.000Z"],
  ["2026-03-01T09:30+02:00", "2026-03-01T07:30:00.000Z"],
  ["36h", "2026-02-02T12:00:00.000Z"],
  ["2026-02-29", undefined],
  ["2026-02-01", undefined],
])("until %s", (text, expected) => {
  const read = () => momentAfter(text, new Date("2026-02-01T00:00:00Z"));
  if (expected === undefined) expect(read).toThrow();
  else expect(read()).toBe(expected);
});

test("names that others chose stay on their line", () => {
  const hostile: Mute = {
    id: "m",
    region: home,
    target: { kind: "project", name: "a\u001b[2J\nb" },
    by: "arn:aws:sts::1:assumed-role/x/\u202eevil\n",
    at: at(0),
    until: at(1),
  };
  const lines = muteLines([hostile, { ...hostile, region: "us-east-1" }]);
  expect(lines).toHaveLength(3);
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("the policy on the page is enough to mute, list and unmute, and for nothing else in the ledger", async () => {
  const page = await readFile(new URL("../../docs/notices.md", import.meta.url), "utf8");
  const PolicyDocument = (/```json mute-policy\n([\s\S]*?)```/.exec(page)?.[1] ?? "").replaceAll(
    "LEDGER-TABLE",
    table,
  );
  const iam = new IAMClient(connect(world.sandbox, { region: home }));
  const trust = {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "on-call", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: "on-call", PolicyName: "Mute", PolicyDocument }));
  const onCall = async (...args: readonly string[]) => {
    let code = 0;
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    await run(args, {
      colours: false,
      columns: 80,
      interactive: false,
      environment: { AWS_REGION: home },
      aws: (region) => connect(world.sandbox, { region, principal: Role?.Arn ?? "" }),
      useProfile: () => undefined,
      print: say,
      write: async (pieces) => void said.push(...pieces),
      quiet: false,
      aside: say,
      note: say,
      input: async () => new Uint8Array(),
      ask: async () => "",
      stopped: async () => undefined,
      endWith: (wanted) => {
        code = wanted;
      },
    });
    return { code, said: said.join("\n") };
  };
  expect(await onCall("mute", "web", "--until", "1d")).toMatchObject({ code: 0 });
  expect(await onCall("mute")).toMatchObject({ code: 0, said: expect.stringContaining("project web") });
  expect(await onCall("unmute", "web")).toMatchObject({ code: 0 });
  expect(await onCall("mute", "wbe", "--until", "1d")).toMatchObject({
    said: expect.stringContaining("Did you mean web?"),
  });
  expect(await onCall("history")).toMatchObject({ code: 3 });
});
