import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dynamoDbLedger } from "../../packages/core/src/aws/dynamodb/ledger.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { FailedBuild } from "../../packages/core/src/model/failed-build.ts";
import type { LoginOutcome } from "../../packages/core/src/model/login-check.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import type { RecordedLogin } from "../../packages/core/src/model/recorded-login.ts";
import type { RegistrySight } from "../../packages/core/src/model/registry-sight.ts";
import type { Ledger } from "../../packages/core/src/ports.ts";
import { type Database, startDatabase } from "./database.ts";
import {
  evening,
  finding,
  grant,
  grants,
  key,
  later,
  noon,
  normalizes,
  otherRole,
  region,
  retries,
  revokes,
  role,
  secretArn,
} from "./examples.ts";
import { newest } from "./newest.ts";

let database: Database;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());

const ledgers: Readonly<Record<string, () => Promise<Ledger>>> = {
  "in memory": async () => memoryLedger(),
  "in DynamoDB": async () => dynamoDbLedger({ client: database.client, table: await database.createTable() }),
  "in DynamoDB, for one piece of work": async () =>
    dynamoDbLedger({ client: database.client, table: await database.createTable(), remembers: true }),
};

describe.each(Object.keys(ledgers))("the ledger %s", (name) => {
  const open = async () => (await ledgers[name]?.()) ?? memoryLedger();
  const states = async (ledger: Ledger) =>
    Object.fromEntries((await newest(ledger)).map(({ change, state }) => [change.id, state]));

  test("gives grants back as they were saved, with when they were first made", async () => {
    const ledger = await open();
    const saved = [grant("a", { key, projects: ["api", "web"] }), grant("b")];
    await ledger.saveGrants(role, region, saved, noon);
    expect(await ledger.grants(role, region)).toEqual(saved.map((each) => ({ ...each, since: noon })));
  });

  test("saving grants replaces those of the role, and those that stay keep their time", async () => {
    const ledger = await open();
    await ledger.saveGrants(role, region, [grant("a"), grant("b"), grant("c")], noon);
    const now = [grant("b", { key }), grant("c", { projects: ["api"] }), grant("d")];
    await ledger.saveGrants(role, region, now, later);
    expect(await ledger.grants(role, region)).toEqual([
      { ...now[0], since: noon },
      { ...now[1], since: noon },
      { ...now[2], since: later },
    ]);
    await ledger.saveGrants(role, region, [], evening);
    expect(await ledger.grants(role, region)).toEqual([]);
  });

  test("keeps the grants of other roles and Regions apart", async () => {
    const ledger = await open();
    const elsewhere = grant("a", { region: "us-east-1" });
    await ledger.saveGrants(role, region, [grant("a")], noon);
    await ledger.saveGrants(otherRole, region, [grant("a", { role: otherRole })], noon);
    await ledger.saveGrants(role, "us-east-1", [elsewhere], noon);
    await ledger.saveGrants(role, region, [], later);
    expect(await ledger.grants(otherRole, region)).toHaveLength(1);
    expect(await ledger.grants(role, "us-east-1")).toEqual([{ ...elsewhere, since: noon }]);
  });

  test("knows who holds a grant on a secret", async () => {
    const ledger = await open();
    await ledger.saveGrants(role, region, [grant("a"), grant("b")], noon);
    await ledger.saveGrants(otherRole, region, [grant("a", { role: otherRole })], noon);
    const holders = (await ledger.grantsOfSecret(secretArn("a"))).map((each) => each.role);
    expect(holders.sort()).toEqual([otherRole, role]);
    expect(await ledger.grantsOfSecret(secretArn("c"))).toEqual([]);
  });

  test("lists every grant of a Region", async () => {
    const ledger = await open();
    const many = Array.from({ length: 25 }, (_, i) => grant(`s${i}`));
    await ledger.saveGrants(role, region, many, noon);
    await ledger.saveGrants(role, "us-east-1", [grant("far", { region: "us-east-1" })], noon);
    const listed: string[] = [];
    for await (const page of ledger.allGrants(region)) listed.push(...page.map(({ secret }) => secret));
    expect(listed.sort()).toEqual(many.map(({ secret }) => secret).sort());
  });

  test("a change goes from planned to applied, and stays", async () => {
    const ledger = await open();
    const change = grants("g");
    await ledger.planned([change], noon);
    expect(await ledger.unsettled(role, region)).toEqual([
      { change, state: "planned", plannedAt: noon, settledAt: undefined, error: undefined },
    ]);
    await ledger.planned([change], later);
    await ledger.applied([change], later);
    await ledger.applied([change], evening);
    await ledger.planned([change], evening);
    await ledger.failed(change, "too late", evening);
    await ledger.discarded([change]);
    expect(await ledger.unsettled(role, region)).toEqual([]);
    expect(await newest(ledger, 10)).toEqual([
      { change, state: "applied", plannedAt: noon, settledAt: later, error: undefined },
    ]);
  });

  test("who plans what was settled before is told when, and the others are recorded", async () => {
    const ledger = await open();
    const [settled, left, anew] = [grants("g"), grants("h", { reason: "left by a crash" }), grants("i")];
    await ledger.planned([settled, left], noon);
    await ledger.applied([settled], later);
    expect(await ledger.planned([settled, left, anew], evening)).toEqual(new Map([["g", later]]));
    expect((await ledger.unsettled(role, region)).map(({ change }) => change.id)).toEqual(["h", "i"]);
    expect(await ledger.planned([grants("j")], evening)).toEqual(new Map());
  });

  test("a change that failed says why, and may succeed later", async () => {
    const ledger = await open();
    const change = normalizes("n", { managedBy: "shop" });
    await ledger.planned([change], noon);
    await ledger.failed(change, "no such image", later);
    await ledger.failed(change, "again", evening);
    expect(await newest(ledger, 10)).toEqual([
      { change, state: "failed", plannedAt: noon, settledAt: later, error: "no such image" },
    ]);
    await ledger.applied([change], evening);
    expect(await newest(ledger, 10)).toEqual([
      { change, state: "applied", plannedAt: noon, settledAt: evening, error: undefined },
    ]);
  });

  test("a change that was never planned is recorded all the same", async () => {
    const ledger = await open();
    await ledger.applied([revokes("r")], noon);
    await ledger.failed(grants("g"), "refused", noon);
    expect(await states(ledger)).toEqual({ r: "applied", g: "failed" });
  });

  test("a proposal is recorded once", async () => {
    const ledger = await open();
    const change = grants("g", { grant: grant("a", { key }) });
    await ledger.proposed([change], noon);
    await ledger.proposed([change], later);
    expect(await newest(ledger, 10)).toEqual([
      { change, state: "proposed", plannedAt: noon, settledAt: noon, error: undefined },
    ]);
    expect(await ledger.unsettled(role, region)).toEqual([]);
  });

  test("an discarded change leaves no record", async () => {
    const ledger = await open();
    await ledger.planned([grants("g"), grants("h")], noon);
    await ledger.discarded([grants("g"), grants("never planned")]);
    expect(await states(ledger)).toEqual({ h: "planned" });
  });

  test("what is unsettled belongs to a role in a Region", async () => {
    const ledger = await open();
    const elsewhere = grants("far", { region: "us-east-1" });
    await ledger.planned([grants("g"), grants("other", { role: otherRole }), elsewhere], noon);
    const ids = async (...of: Parameters<Ledger["unsettled"]>) =>
      (await ledger.unsettled(...of)).map(({ change }) => change.id);
    expect(await ids(role, region)).toEqual(["g"]);
    expect(await ids(otherRole, region)).toEqual(["other"]);
    expect(await ids(role, "us-east-1")).toEqual(["far"]);
  });

  test("history is the newest changes, first the newest", async () => {
    const ledger = await open();
    await ledger.planned([grants("first")], noon);
    await ledger.proposed([revokes("third")], evening);
    await ledger.planned([normalizes("second")], later);
    const ids = async (limit: number) => (await newest(ledger, limit)).map(({ change }) => change.id);
    expect(await ids(10)).toEqual(["third", "second", "first"]);
    expect(await ids(2)).toEqual(["third", "second"]);
    const since: string[] = [];
    for await (const page of ledger.history({ since: later, pageSize: 1 }))
      since.push(...page.changes.map(({ change }) => change.id));
    expect(since).toEqual(["third", "second"]);
  });

  test("a finding is open until it closes, and may open again", async () => {
    const ledger = await open();
    const [web, onRole] = [
      finding(),
      finding({ subject: { kind: "role", arn: role }, rule: "policy-quota" }),
    ];
    await ledger.openFinding(web, noon);
    await ledger.openFinding(onRole, noon);
    await ledger.openFinding({ ...web, title: "again" }, later);
    const openNow = () => ledger.openFindings(region, [web.subject, onRole.subject]);
    expect(await openNow()).toEqual([
      { finding: web, openedAt: noon },
      { finding: onRole, openedAt: noon },
    ]);
    await ledger.closeFinding(onRole, later);
    await ledger.changeFinding({ ...web, severity: "low" }, later);
    expect(await openNow()).toEqual([{ finding: { ...web, severity: "low" }, openedAt: noon }]);
    await ledger.openFinding(onRole, evening);
    await ledger.closeFinding(web, evening);
    expect(await openNow()).toEqual([{ finding: onRole, openedAt: evening }]);
  });

  test("a finding that is not open neither changes nor closes", async () => {
    const ledger = await open();
    await ledger.changeFinding(finding(), noon);
    await ledger.closeFinding(finding(), noon);
    expect(await ledger.openFindings(region, [finding().subject])).toEqual([]);
  });

  test("keeps mutes by Region, who made and who lifted them, and what was told at their end", async () => {
    const ledger = await open();
    const made = (id: string, over: Partial<Mute> = {}): Mute => ({
      id,
      region,
      target: { kind: "project", name: "web" },
      by: "ann",
      at: noon,
      until: evening,
      ...over,
    });
    const hostile = made("b", { target: { kind: "project", name: "#\u0000mute#" }, by: "", at: later });
    const elsewhere = made("c", { region: "us-east-1", target: { kind: "rule", rule: "role-shared" } });
    for (const mute of [hostile, made("a"), elsewhere]) await ledger.recordMute(mute);
    expect(await ledger.mutes(region)).toEqual([made("a"), hostile]);
    expect(await ledger.mutes("us-east-1")).toEqual([elsewhere]);
    await ledger.liftMute(made("a"), "ben", later);
    await ledger.liftMute(made("a"), "cid", evening);
    await ledger.muteTold(hostile, evening);
    await ledger.liftMute(made("nobody"), "ben", later);
    await ledger.muteTold(made("nobody"), later);
    expect(await ledger.mutes(region)).toEqual([
      made("a", { lifted: { by: "ben", at: later } }),
      { ...hostile, toldAt: evening },
    ]);
  });

  test("findings are asked for by subject and Region", async () => {
    const ledger = await open();
    const names = Array.from({ length: 45 }, (_, i) => `p${i}`);
    for (const each of names)
      await ledger.openFinding(finding({ subject: { kind: "project", name: each } }), noon);
    await ledger.openFinding(finding({ region: "us-east-1" }), noon);
    const subjects = names.slice(1).map((each) => ({ kind: "project", name: each }) as const);
    const found = await ledger.openFindings(region, subjects);
    expect(found.map((each) => each.finding.subject)).toEqual(subjects);
    expect(await ledger.openFindings(region, [{ kind: "project", name: "web" }])).toEqual([]);
    expect(await ledger.openFindings(region, [])).toEqual([]);
  });

  test("keeps the last normalization of each project, its round, and the tool that an event told", async () => {
    const ledger = await open();
    const morning = "2026-11-24T08:00:00.000Z";
    const to = (secret: string, id: string, project = "web", round = 1, tool?: string) =>
      normalizes(id, {
        project,
        round,
        ...(project === "web" && { projectCreated: morning }),
        after: { credential: secretArn(secret), pullCredentials: "SERVICE_ROLE" },
        causes: [{ id, event: "UpdateProject", actor: "ann", time: noon, ...(tool && { tool }) }],
      });
    const rounds = () => ledger.driftRounds(region, ["web", "api", "shop"]);
    await ledger.planned([to("hub", "n1")], noon);
    expect(await rounds()).toEqual(new Map());
    await ledger.applied([to("hub", "n1")], noon);
    await ledger.applied([to("hub", "n1")], later);
    expect((await rounds()).get("web")).toMatchObject({ rounds: 1, at: noon });
    const second = to("hub", "n2", "web", 2, "Terraform");
    await ledger.applied([second, to("hub", "n3", "api"), grants("g")], later);
    expect(await rounds()).toEqual(
      new Map([
        [
          "web",
          {
            ...{ change: "n2", credential: secretArn("hub"), rounds: 2, at: later, tool: "Terraform" },
            created: morning,
          },
        ],
        [
          "api",
          {
            ...{ change: "n3", credential: secretArn("hub"), rounds: 1, at: later, tool: undefined },
            created: undefined,
          },
        ],
      ]),
    );
    await ledger.applied([to("quay", "n4")], evening);
    expect((await rounds()).get("web")).toEqual({
      change: "n4",
      credential: secretArn("quay"),
      rounds: 1,
      at: evening,
      tool: "Terraform",
      created: morning,
    });
    expect(await ledger.driftRounds("us-east-1", ["web"])).toEqual(new Map());
  });

  test.each(["role", "key", "secret"] as const)(
    "finds the projects that hang on a %s, of one Region, until one is forgotten",
    async (kind) => {
      const ledger = await open();
      const use = (project: string, name: string) => ({ project, role, kind, name });
      const all = [use("api", "1111"), use("web", "1111"), use("web", "team/x")];
      await ledger.saveUses(region, all, noon);
      await ledger.saveUses("us-east-1", [use("web", "1111")], noon);
      const other = kind === "key" ? "secret" : "key";
      await ledger.saveUses(region, [{ ...use("job", "1111"), kind: other }], noon);
      const names = async (name: string) =>
        (await ledger.uses(region, { kind, name })).map(({ project }) => project).sort();
      expect(await names("1111")).toEqual(["api", "web"]);
      expect(await names("team/x")).toEqual(["web"]);
      expect(await names("2222")).toEqual([]);
      expect(await ledger.usesOf(region, ["web"])).toEqual(all.slice(1));
      await ledger.saveUses(region, [{ ...use("web", "1111"), role: otherRole }], later);
      await ledger.forgetUse(region, use("api", "1111"));
      const left = [];
      for await (const page of ledger.everyUse(region)) left.push(...page);
      expect(left).toHaveLength(3);
      expect(await ledger.uses(region, { kind, name: "1111" })).toEqual([
        { ...use("web", "1111"), role: otherRole },
      ]);
    },
  );

  test("keeps what many projects hang on at once", async () => {
    const ledger = await open();
    const all = Array.from(
      { length: 60 },
      (_, index) => ({ project: `web-${index}`, role, kind: "secret", name: "hub" }) as const,
    );
    await ledger.saveUses(region, all, noon);
    expect(await ledger.uses(region, { kind: "secret", name: "hub" })).toHaveLength(60);
  });

  test("keeps once what two looks saw", async () => {
    const ledger = await open();
    const use = { project: "web", role, kind: "secret", name: "hub" } as const;
    await ledger.saveUses(region, [use, { ...use, role: otherRole }], noon);
    expect(await ledger.uses(region, use)).toEqual([{ ...use, role: otherRole }]);
  });

  test("knows who hangs on what once a sweep of the Region is complete", async () => {
    const ledger = await open();
    expect(await ledger.hasUses(region)).toBe(false);
    await ledger.sweepCompleted(region, noon, later);
    expect(await ledger.hasUses(region)).toBe(true);
    expect(await ledger.hasUses("us-east-1")).toBe(false);
  });

  test("a sweep may complete again and again", async () => {
    const ledger = await open();
    await ledger.sweepCompleted(region, noon, later);
    await ledger.sweepCompleted(region, later, evening);
  });

  test("the last look at a registry takes the place of the one before, each registry and Region by itself", async () => {
    const ledger = await open();
    const hub = { host: "Registry.example.com", port: undefined };
    const sight = (at: string): RegistrySight => ({
      ...{ host: hub.host, endpoint: "registry.example.com:443", from: "outside any VPC", at },
      aliases: ["lb.example.com"],
      addresses: [{ address: "10.0.0.5", why: "10.0.0.5 is private" }, { address: "203.0.113.4" }],
      outcome: { kind: "unreachable", how: "refused", why: "203.0.113.4 refused the connection" },
    });
    expect(await ledger.registrySight(region, hub)).toBeUndefined();
    await ledger.recordSight(region, hub, sight(noon));
    await ledger.recordSight(region, hub, sight(later));
    expect(await ledger.registrySight(region, { host: "registry.example.com", port: 443 })).toEqual(
      sight(later),
    );
    expect(await ledger.registrySight(region, { ...hub, port: 5000 })).toBeUndefined();
    expect(await ledger.registrySight("us-west-2", hub)).toBeUndefined();
  });

  test("remembers of each project the build that somebody was told of, until it is forgotten", async () => {
    const ledger = await open();
    const build = (project: string, id: string, credential?: string): FailedBuild => ({
      ...{ id, project, startedAt: noon, words: ["manifest unknown", "for nobody"], image: "acme/web:1" },
      ...{ credential, pullCredentials: "SERVICE_ROLE", environmentType: "LINUX_CONTAINER" },
    });
    await ledger.recordFailedBuild(region, build("web", "web:1"), noon);
    await ledger.recordFailedBuild(region, build("web", "web:2", "registry/hub"), later);
    await ledger.recordFailedBuild(region, build("api", "api:1"), noon);
    expect(await ledger.failedBuilds(region, ["web", "shop"])).toEqual(
      new Map([["web", build("web", "web:2", "registry/hub")]]),
    );
    expect(await ledger.failedBuilds("us-west-2", ["web"])).toEqual(new Map());
    await ledger.forgetFailedBuild(region, "web");
    await ledger.forgetFailedBuild(region, "shop");
    expect(await ledger.failedBuilds(region, ["web", "api"])).toEqual(
      new Map([["api", build("api", "api:1")]]),
    );
  });

  test("lets a build be started again once, and remembers as which", async () => {
    const ledger = await open();
    const begun = { of: "web:1", at: noon };
    expect(await ledger.beginRetry(region, "web", begun)).toBe(true);
    expect(await ledger.beginRetry(region, "web", { ...begun, at: later })).toBe(false);
    expect(await ledger.lastRetries(region, ["web", "api"])).toEqual(new Map([["web", begun]]));
    await ledger.recordRetry(region, "web", { ...begun, as: "web:2" });
    expect(await ledger.beginRetry(region, "web", begun)).toBe(false);
    expect(await ledger.lastRetries(region, ["web"])).toEqual(new Map([["web", { ...begun, as: "web:2" }]]));
    expect(await ledger.lastRetries("us-west-2", ["web"])).toEqual(new Map());
    expect(await ledger.beginRetry(region, "web", { of: "web:3", at: later })).toBe(true);
  });

  test("the record of a build that was started again says which it became, and is made once", async () => {
    const ledger = await open();
    const change = { ...retries("r"), build: "web:1" };
    await ledger.planned([change], noon);
    await ledger.applied([{ ...change, startedAs: "web:2" }], later);
    await ledger.applied([{ ...change, startedAs: "web:3" }], later);
    await ledger.planned([change], later);
    await ledger.failed(change, "too late", later);
    const recorded: unknown[] = [];
    for await (const { changes } of ledger.history()) recorded.push(...changes);
    expect(recorded).toMatchObject([
      { state: "applied", change: { kind: "retry", build: "web:1", startedAs: "web:2" }, error: undefined },
    ]);
  });

  test("the last check of a project's login takes the place of the one before, in its Region", async () => {
    const ledger = await open();
    const sight: RegistrySight = {
      ...{ host: "ghcr.io", endpoint: "ghcr.io:443", from: "outside any VPC", at: noon },
      ...{ aliases: [], addresses: [], outcome: { kind: "answers", address: "203.0.113.4", status: 401 } },
    };
    const pull = {
      project: "web",
      secret: secretArn("a"),
      image: "ghcr.io/acme/web:1",
      environmentType: "ARM_CONTAINER",
    };
    const outcomes: readonly LoginOutcome[] = [
      { kind: "rejected", by: "ghcr.io", status: 401, codes: ["UNAUTHORIZED"] },
      { kind: "not-shown", login: "accepted", status: 404, codes: [] },
      { kind: "not-reached" },
      { kind: "unknown", why: "nobody knows" },
      {
        kind: "rate-limited",
        by: "ghcr.io",
        rate: { limit: 100, remaining: 0, windowSeconds: undefined, retryAfterSeconds: 60 },
      },
      { kind: "shown", login: "not-asked-for", digest: undefined, platforms: undefined, rate: undefined },
      {
        ...{ kind: "shown", login: "accepted", digest: "sha256:1", rate: undefined },
        platforms: [{ os: "linux", architecture: "arm64", osVersion: undefined }],
      },
    ];
    for (const outcome of outcomes) {
      const login: RecordedLogin = { ...pull, at: noon, value: { kind: "login" }, check: { sight, outcome } };
      await ledger.recordLoginCheck(region, login);
      expect(await ledger.loginCheck(region, "web")).toEqual(login);
    }
    const malformed: RecordedLogin = {
      ...pull,
      at: later,
      version: "9c4b1e0a-0000-4000-8000-000000000000",
      value: { kind: "malformed", form: "a list", certain: true },
    };
    await ledger.recordLoginCheck(region, malformed);
    expect(await ledger.loginCheck(region, "web")).toEqual(malformed);
    expect(await ledger.loginCheck("us-west-2", "web")).toBeUndefined();
    for await (const page of ledger.loginChecks(region)) expect(page).toEqual([malformed]);
    for await (const page of ledger.loginChecks("us-west-2")) expect(page).toEqual([]);
  });

  test("knows which projects pull with a secret's login, each once, in their Region", async () => {
    const ledger = await open();
    const uses = [
      ["web", "a"],
      ["api", "a"],
      ["web", "a"],
      ["shop", "ab"],
    ] as const;
    for (const [project, name] of uses) {
      await ledger.recordLoginUse(region, { project, secret: secretArn(name) }, noon);
    }
    expect([...(await ledger.loginUses(region, secretArn("a")))].sort()).toEqual(["api", "web"]);
    expect(await ledger.loginUses(region, secretArn("ab"))).toEqual(["shop"]);
    expect(await ledger.loginUses("us-west-2", secretArn("a"))).toEqual([]);
    for await (const page of ledger.loginChecks(region)) expect(page).toEqual([]);
  });
});
