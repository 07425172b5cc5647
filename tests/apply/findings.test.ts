import { expect, test } from "vitest";
import { apply } from "../../packages/core/src/apply/apply.ts";
import { findingsOutcome } from "../../packages/core/src/apply/findings.ts";
import { memoryLedger } from "../../packages/core/src/ledger/memory.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { finding } from "../ledger/examples.ts";
import { project, region } from "../plan/support.ts";
import { account, planned, writesTo } from "./account.ts";

const web = finding().subject;

/** Looks one time after the other, and says what was announced each time. */
async function look(...looks: readonly Partial<Pick<Plan, "findings" | "examined">>[]) {
  const [world, ledger] = [account([], []), memoryLedger()];
  const announced: string[][] = [];
  for (const found of looks) {
    const before = ledger.notices().length;
    const plan = await planned(world, ledger, "e-1");
    await apply({ ...plan, findings: [], examined: [web], ...found }, writesTo(world, ledger));
    announced.push(
      ledger
        .notices()
        .slice(before)
        .map((notice) => (notice.kind === "finding" ? `${notice.state} ${notice.finding.rule}` : "change")),
    );
  }
  return { announced, open: (await ledger.openFindings(region, [web])).map((each) => each.finding) };
}

test("a finding is announced when it opens and when it closes, and not at each look", async () => {
  const { announced, open } = await look({ findings: [finding()] }, { findings: [finding()] }, {}, {});
  expect(announced).toEqual([["opened registry-vpc-only"], [], ["closed registry-vpc-only"], []]);
  expect(open).toEqual([]);
});

const changes: readonly { readonly what: string; readonly over: Partial<Finding>; readonly told: boolean }[] =
  [
    { what: "other evidence", over: { evidence: [["address", "10.0.0.8"]] }, told: true },
    { what: "another title", over: { title: "Worse than before." }, told: true },
    { what: "another severity", over: { severity: "low" }, told: true },
    {
      what: "a remedy that is worded anew",
      over: { remedy: [{ kind: "advice", text: "Move the image." }] },
      told: false,
    },
  ];

test.each(changes)("with $what, announced again: $told", async ({ over, told }) => {
  const { announced, open } = await look({ findings: [finding()] }, { findings: [finding(over)] });
  expect(announced[1]).toEqual(told ? ["changed registry-vpc-only"] : []);
  expect(open).toEqual([told ? finding(over) : finding()]);
});

test("a finding stays open while nobody could look", async () => {
  const { announced, open } = await look({ findings: [finding()] }, { examined: [] });
  expect(announced[1]).toEqual([]);
  expect(open).toEqual([finding()]);
});

test("what is certain is announced, though not all of its subject could be examined", async () => {
  const found = { findings: [finding()], examined: [] };
  expect((await look(found, found)).announced).toEqual([["opened registry-vpc-only"], []]);
});

test("of a subject that was not examined to the end, what changed is announced, and nothing closes", async () => {
  const drift = finding({ rule: "iac-drift" });
  const worse = finding({ severity: "low" });
  const looks = [{ findings: [finding(), drift] }, { findings: [worse], examined: [] }];
  const { announced, open } = await look(...looks);
  expect(announced[1]).toEqual(["changed registry-vpc-only"]);
  expect(open).toEqual([worse, drift]);
});

test("findings of one subject come and go independently", async () => {
  const drift = finding({ rule: "iac-drift", severity: "medium" });
  const { announced } = await look({ findings: [finding(), drift] }, { findings: [drift] });
  expect(announced).toEqual([["opened registry-vpc-only", "opened iac-drift"], ["closed registry-vpc-only"]]);
});

const openedAt = "2026-11-24T12:00:00.000Z";
const laterBy = (seconds: number) => new Date(Date.parse(openedAt) + seconds * 1_000).toISOString();

/** What would be told of a project that was created at that time, where this was found of one of its name before. */
async function toldOf(created: string, found: Finding) {
  const plan = await planned(account([], []), memoryLedger(), "e-1");
  const projects = new Map([["web", { kind: "known" as const, value: { ...project("web"), created } }]]);
  const before = { ...plan.before, snapshot: { ...plan.before.snapshot, projects } };
  const looked = { ...plan, before, findings: [finding()], examined: [web] };
  const { opened, closed } = findingsOutcome(looked, [{ finding: found, openedAt }]);
  return [opened.map(({ rule }) => rule), closed.map(({ rule }) => rule)];
}

test.each([
  ["at the same time, by a clock that is far ahead of ours", 60, 60, []],
  ["a moment later", 60, 61, ["registry-vpc-only"]],
])("what was found of a project that was created %s", async (_, then, now, anew) => {
  const found = finding({ subject: { kind: "project", name: "web", created: laterBy(then) } });
  expect(await toldOf(laterBy(now), found)).toEqual([anew, anew]);
});

test.each([
  ["a moment", 2, []],
  ["a minute", 60, ["registry-vpc-only"]],
])(
  "what an older version found %s before its project was made, by another clock, is told anew: %j %j",
  async (_, seconds, anew) => expect(await toldOf(laterBy(seconds), finding())).toEqual([anew, anew]),
);
