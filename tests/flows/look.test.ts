/** When registries are looked at, what is kept of it, and who is diagnosed anew. */
import { expect, test } from "vitest";
import { Throttled } from "../../packages/core/src/errors.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import { look } from "../../packages/core/src/look.ts";
import type { Project } from "../../packages/core/src/model/project.ts";
import type { RegistrySight, SightOutcome } from "../../packages/core/src/model/registry-sight.ts";
import type { SingleTrigger } from "../../packages/core/src/model/trigger.ts";
import type { Work } from "../../packages/core/src/model/work.ts";
import { recordedSights } from "../../packages/core/src/observe/recorded-sights.ts";
import { accountId, home, settings as place, project } from "../observe/support/account.ts";

const minute = 60_000;
const answers: SightOutcome = { kind: "answers", address: "198.51.100.7", status: 401 };
const hidden: SightOutcome = { kind: "private", why: "10.0.0.5 is a private address" };
const untold: SightOutcome = { kind: "unknown", why: "the DNS server did not answer in time" };

const sweep: SingleTrigger = {
  ...{ kind: "sweep", account: accountId, region: home },
  cause: { id: "s-1", event: "sweep", actor: "rule", time: "2026-01-05T09:00:00.000Z" },
};
const changed = (name: string): SingleTrigger => ({ ...sweep, kind: "project-changed", project: name });

/** Projects whose registries answer as they are told, and a clock. */
function world(images: Readonly<Record<string, string>>, outcome: SightOutcome = answers) {
  const state = {
    outcome,
    now: Date.parse("2026-01-05T09:00:00.000Z"),
    zonesAsked: 0,
    zonesFault: undefined as Error | undefined,
  };
  const asked: string[] = [];
  const sent: Work[] = [];
  const projects: readonly Project[] = Object.entries(images).map(([name, image]) =>
    project(name, { image }),
  );
  const clock = { now: () => new Date(state.now) };
  const ledger = memoryLedger();
  const ports = {
    projects: {
      read: async (_: string, names: readonly string[]) =>
        projects.filter(({ name }) => names.includes(name)),
      async *list() {
        yield projects.map(({ name }) => name);
      },
    },
    registries: {
      async look({ host, port }: { host: string; port: number | undefined }): Promise<RegistrySight> {
        asked.push(`${host}:${port ?? 443}`);
        const at = clock.now().toISOString();
        return {
          ...{ host, endpoint: host, from: "outside any VPC", at, aliases: [], addresses: [] },
          outcome: state.outcome,
        };
      },
    },
    zones: {
      async named(name: string) {
        state.zonesAsked += 1;
        if (state.zonesFault !== undefined) throw state.zonesFault;
        return name === "ghcr.io" ? [{ id: "Z1", name, vpcs: [{ id: "vpc-1", region: home }] }] : [];
      },
    },
    ledger,
    queue: { send: async (all: readonly Work[]) => void sent.push(...all) },
    clock,
  };
  const sightOf = (host: string) => recordedSights(ledger, home, clock).look({ host, port: undefined });
  const seen = async (host: string) => (await sightOf(host))?.outcome;
  return {
    state,
    asked,
    sent,
    seen,
    sightOf,
    run: (trigger: SingleTrigger) => look(trigger, ports, { ...place, region: home, projectPattern: "*" }),
  };
}

const images = { web: "ghcr.io/acme/web:1", api: "ghcr.io/acme/api:2", job: "quay.io/acme/job:1" };

test("a sweep looks at each registry once, and sends nobody for one that answers", async () => {
  const { run, asked, sent, seen } = world({
    ...images,
    own: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/own:1",
    curated: "aws/codebuild/standard:7.0",
  });
  expect(await run(sweep)).toMatchObject({ kind: "looked", registries: 2 });
  expect(asked.toSorted()).toEqual(["ghcr.io:443", "quay.io:443"]);
  expect(sent).toEqual([]);
  expect(await seen("ghcr.io")).toEqual(answers);
});

test("a project's change looks at its registry alone, and not again within minutes", async () => {
  const { run, asked, state } = world(images);
  await run(changed("web"));
  await run(changed("api"));
  expect(asked).toEqual(["ghcr.io:443"]);
  state.now += 6 * minute;
  await run(changed("api"));
  expect(asked).toEqual(["ghcr.io:443", "ghcr.io:443"]);
});

test("another answer has the projects of that registry diagnosed anew, and the same answer nobody", async () => {
  const { run, sent, state } = world(images);
  await run(sweep);
  Object.assign(state, { outcome: hidden, now: state.now + 60 * minute });
  await run(changed("web"));
  await run(changed("job"));
  expect(sent.map(({ projects }) => projects)).toEqual([["web"], ["job"]]);
  state.now += 60 * minute;
  await run(sweep);
  expect(sent).toHaveLength(2);
});

test("what is sent is no message that the event itself already sent: of two of those a queue keeps one", async () => {
  const { run, sent } = world(images, hidden);
  await run(changed("web"));
  expect(sent[0]?.causes).not.toEqual([sweep.cause]);
});

test("what could not be told this time leaves the last answer in force, for a day and a little", async () => {
  const { run, sent, seen, state } = world({ web: images.web }, hidden);
  await run(sweep);
  Object.assign(state, { outcome: untold, now: state.now + 60 * minute });
  await run(sweep);
  expect(await seen("ghcr.io")).toEqual(hidden);
  expect(sent).toHaveLength(1);
  state.now += 26 * 60 * minute;
  expect(await seen("ghcr.io")).toBeUndefined();
  await run(sweep);
  expect(await seen("ghcr.io")).toEqual(untold);
});

test("of more registries than one invocation takes, those come first that waited longest", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 250 }, (_, index) => [`p${index}`, `r${index}.acme.dev/web`]),
  );
  const { run, asked, state } = world(many);
  await run(sweep);
  expect(new Set(asked).size).toBe(200);
  state.now += 60 * minute;
  await run(sweep);
  expect(new Set(asked).size).toBe(250);
});

test.each([
  ["an event of another account", { ...changed("web"), account: "999999999999" }],
  ["an event of another Region", { ...changed("web"), region: "us-west-2" }],
  ["a deleted project", { ...changed("web"), kind: "project-deleted" } as SingleTrigger],
])("%s is looked at by nobody", async (_, trigger) => {
  const { run, asked } = world(images);
  expect(await run(trigger)).toMatchObject({ kind: "ignored" });
  expect(asked).toEqual([]);
});

test("private hosted zones are kept with what was seen, for half a day, and beyond where nobody can tell them", async () => {
  const { run, state, sent, sightOf } = world({ web: "ghcr.io/acme/web:1" }, hidden);
  const known = {
    kind: "known",
    zones: [{ id: "Z1", name: "ghcr.io", vpcs: [{ id: "vpc-1", region: home }] }],
  };
  await run(sweep);
  expect((await sightOf("ghcr.io"))?.zones).toMatchObject(known);
  expect({ asked: state.zonesAsked, sent: sent.length }).toEqual({ asked: 2, sent: 1 });
  state.now += 60 * minute;
  await run(sweep);
  expect({ asked: state.zonesAsked, sent: sent.length }).toEqual({ asked: 2, sent: 1 });
  state.now += 13 * 60 * minute;
  state.zonesFault = new Throttled(
    { call: "route53:ListHostedZonesByName", resource: "x" },
    new Error("slow"),
  );
  await run(sweep);
  expect((await sightOf("ghcr.io"))?.zones).toMatchObject(known);
  expect({ asked: state.zonesAsked, sent: sent.length }).toEqual({ asked: 3, sent: 1 });
});

test("a registry that answers, or of which nobody could tell, has nobody ask for its zones", async () => {
  for (const outcome of [answers, untold]) {
    const { run, state } = world(images, outcome);
    await run(sweep);
    expect(state.zonesAsked).toBe(0);
  }
});
