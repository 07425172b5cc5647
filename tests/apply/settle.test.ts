import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Change } from "../../packages/core/src/model/change.ts";
import { maskCredential } from "../../packages/core/src/model/credential.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { grant, grants, key, normalizes, region, revokes, role, secretArn } from "../ledger/examples.ts";
import { account, planned, writesTo } from "./account.ts";

const noon = "2026-11-24T12:00:00.000Z";
const hub = secretArn("registry/hub");
const normalized = { credential: hub, pullCredentials: "SERVICE_ROLE" } as const;
const elsewhere = { credential: maskCredential("registry/hub"), pullCredentials: "CODEBUILD" } as const;

interface Case {
  readonly left: Change;
  readonly now: string;
  readonly plan: Partial<Plan>;
  /** Of all changes, by id. */
  readonly settled: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    left: grants("old"),
    now: "the role holds the grant",
    plan: { grants: [grant("registry/hub")] },
    settled: { old: "applied" },
  },
  {
    left: grants("old"),
    now: "the grant is there to be revoked",
    plan: { changes: [revokes("new")] },
    settled: { old: "applied", new: "applied" },
  },
  {
    left: grants("old"),
    now: "it is planned anew, for another cause",
    plan: { changes: [grants("new")], grants: [grant("registry/hub")] },
    settled: { new: "applied" },
  },
  {
    left: grants("old", { grant: grant("registry/hub", { key }) }),
    now: "the role holds it without the key",
    plan: { grants: [grant("registry/hub")] },
    settled: { old: "failed" },
  },
  { left: grants("old"), now: "nobody needs it", plan: {}, settled: { old: "failed" } },
  {
    left: grants("old"),
    now: "something is unknown",
    plan: { unknowns: ["role: AccessDenied"] },
    settled: { old: "planned" },
  },
  { left: revokes("old"), now: "the grant is gone", plan: {}, settled: { old: "applied" } },
  {
    left: revokes("old"),
    now: "it is granted anew",
    plan: { changes: [grants("new")], grants: [grant("registry/hub")] },
    settled: { old: "applied", new: "applied" },
  },
  {
    left: revokes("old"),
    now: "the role still holds the grant, and may",
    plan: { grants: [grant("registry/hub")] },
    settled: { old: "failed" },
  },
  {
    left: revokes("old"),
    now: "it is planned anew, for another cause",
    plan: { changes: [revokes("new")] },
    settled: { new: "applied" },
  },
  {
    left: normalizes("old"),
    now: "the project has the credential",
    plan: { pulls: new Map([["web", normalized]]) },
    settled: { old: "applied" },
  },
  {
    left: normalizes("old"),
    now: "the project has the credential, and the wrong pull type",
    plan: { pulls: new Map([["web", { ...normalized, pullCredentials: "CODEBUILD" }]]) },
    settled: { old: "failed" },
  },
  {
    left: normalizes("old"),
    now: "the project has another credential, which it may keep",
    plan: { pulls: new Map([["web", elsewhere]]) },
    settled: { old: "failed" },
  },
  { left: normalizes("old"), now: "the project was deleted", plan: {}, settled: { old: "failed" } },
  {
    left: normalizes("old"),
    now: "the project could not be read",
    plan: { unknowns: ["project web: AccessDenied"] },
    settled: { old: "planned" },
  },
];

test.each(cases)("a crash left a $left.kind, and $now: $settled", async ({ left, plan: over, settled }) => {
  const [world, ledger] = [account([], []), memoryLedger()];
  await ledger.planned([left], noon);
  const plan = { ...(await planned(world, ledger, "e-2")), ...over };
  await apply(plan, writesTo(world, ledger));
  const states = ledger.changes().map(({ change, state }) => [change.id, state]);
  expect(Object.fromEntries(states)).toEqual(settled);
  const told = ledger.notices().map((notice) => notice.kind === "change" && notice.change.id);
  const toTell = Object.keys(settled).filter((id) => settled[id] !== "planned");
  expect(told.sort()).toEqual(toTell.sort());
});

test("what was never made and is not wanted says so", async () => {
  const [world, ledger] = [account([], []), memoryLedger()];
  await ledger.planned([grants("old")], noon);
  await apply(await planned(world, ledger, "e-2"), writesTo(world, ledger));
  expect(ledger.changes()[0]?.error).toBe(
    "pullpass was interrupted here. The account does not show the change, and nothing asks for it any more.",
  );
});

test("changes of another role stay as they are", async () => {
  const [world, ledger] = [account([], []), memoryLedger()];
  const other = grants("other", { region: "us-east-1" });
  await ledger.planned([other], noon);
  await apply(await planned(world, ledger, "e-2"), writesTo(world, ledger));
  expect(await ledger.unsettled(role, "us-east-1")).toHaveLength(1);
  expect(await ledger.unsettled(role, region)).toEqual([]);
});

test("what a crash left is forgotten only once the change that stands for it is on record", async () => {
  const [world, ledger] = [account([], []), memoryLedger()];
  await ledger.planned([grants("old")], noon);
  const recorded: string[][] = [];
  const watched = {
    ...ledger,
    async discarded(...changes: Parameters<typeof ledger.discarded>) {
      recorded.push((await ledger.unsettled(role, region)).map(({ change }) => change.id));
      await ledger.discarded(...changes);
    },
  };
  const plan = {
    ...(await planned(world, ledger, "e-2")),
    changes: [grants("new")],
    grants: [grant("registry/hub")],
  };
  await apply(plan, writesTo(world, watched));
  expect(recorded[0]).toEqual(["old", "new"]);
});
