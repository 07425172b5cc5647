/** What goes to Security Hub, what it refuses, and what it is sent again. */
import { describe, expect, test } from "vitest";
import { announceUntold } from "../../packages/core/src/announce-untold.ts";
import { findingsHub } from "../../packages/core/src/aws/index.ts";
import { AccessDenied, Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { importFindings } from "../../packages/core/src/import-findings.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import type { AsffFinding } from "../../packages/core/src/notice/asff.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { noticeTargets, type ToldMark } from "../../packages/core/src/notice/ports.ts";
import { type Answer, service } from "../audit/support/json-service.ts";
import { evening, finding, grants, later, noon, region } from "../ledger/examples.ts";
import { asffValidator } from "../support/asff-validator.ts";

type State = "opened" | "changed" | "closed";
const found = (project: string, state: State = "opened", at: string = later): Notice => ({
  kind: "finding",
  state,
  finding: finding({ subject: { kind: "project", name: project } }),
  at,
  openedAt: noon,
});
const granted: Notice = {
  kind: "change",
  state: "applied",
  change: grants("g"),
  at: later,
  error: undefined,
};

const records = (...notices: readonly Notice[]) =>
  notices.map((notice, index) => ({ id: String(index), notices: [notice], to: noticeTargets, since: later }));

/** A hub that answers a call so, and what became of the records. */
function world(answer: (findings: readonly AsffFinding[]) => Answer, mutes: readonly Mute[] = []) {
  const buried: string[] = [];
  const { connection, received } = service(({ input }) => answer(findingsOf(input)));
  const ports = {
    hub: findingsHub(connection, region),
    dead: {
      bury: async (notice: Notice, _: string, why: string) => void buried.push(`${nameOf(notice)}: ${why}`),
    },
    mutes: async () => mutes,
    receipts: { add: async () => {}, since: async function* () {} },
    clock: { now: () => new Date(later) },
  };
  return {
    buried,
    calls: () => received.map(({ input }) => findingsOf(input)),
    send: (all: ReturnType<typeof records>, progress = new Set<string>()) =>
      importFindings(all, ports, { version: "1" }, progress),
  };
}

const findingsOf = ({ Findings }: Readonly<Record<string, unknown>>): readonly AsffFinding[] =>
  Array.isArray(Findings) ? Findings : [];
const nameOf = (notice: Notice) =>
  notice.kind === "finding" && notice.finding.subject.kind === "project" ? notice.finding.subject.name : "";
const nameIn = ({ Resources: [{ Id }] }: AsffFinding) => Id.split("/").at(-1) ?? "";

const refusing =
  (name: string, ErrorCode: string) =>
  (findings: readonly AsffFinding[]): Answer => {
    const failed = findings.filter((each) => nameIn(each) === name);
    const FailedFindings = failed.map(({ Id }) => ({ Id, ErrorCode, ErrorMessage: "no" }));
    return [
      200,
      { FailedCount: failed.length, SuccessCount: findings.length - failed.length, FailedFindings },
    ];
  };
const taken = refusing("", "");

test("findings go, as they are now and by a hundred a call, and what pullpass did does not", async () => {
  const { send, calls } = world(taken);
  const many = Array.from({ length: 120 }, (_, index) => found(`web-${index}`));
  expect(await send(records(granted, ...many, found("api", "closed")))).toMatchObject({
    sent: 121,
    failures: [],
  });
  expect(calls().map((each) => each.length)).toEqual([100, 21]);
  const all = calls().flat();
  const faultsOf = await asffValidator();
  expect(all.flatMap(faultsOf)).toEqual([]);
  expect(all.find((each) => nameIn(each) === "web-0")).toMatchObject({
    RecordState: "ACTIVE",
    CreatedAt: noon,
  });
  expect(all.find((each) => nameIn(each) === "api")).toMatchObject({
    RecordState: "ARCHIVED",
    Compliance: { Status: "PASSED" },
    UpdatedAt: later,
  });
});

test("of one finding no call has two states, and the later one is dated later", async () => {
  const { send, calls } = world(taken);
  await send(records(found("web"), found("web", "closed", evening)));
  expect(calls().map((each) => each.map(({ UpdatedAt }) => UpdatedAt))).toEqual([[later], [evening]]);
});

test("a muted finding is not sent, and that it is closed is", async () => {
  const target = { kind: "project", name: "web" } as const;
  const { send, calls } = world(taken, [{ id: "m", region, target, by: "ann", at: noon, until: evening }]);
  await send(records(found("web"), found("api"), found("web", "closed")));
  expect(
    calls()
      .flat()
      .map((each) => `${nameIn(each)} ${each.RecordState}`),
  ).toEqual(["api ACTIVE", "web ARCHIVED"]);
});

describe("a finding that Security Hub", () => {
  const all = records(found("web"), found("odd"), found("api"));

  test.each(["InvalidInput", "FindingTooLarge"])(
    "refuses for good (%s) is kept alone, and told why",
    async (code) => {
      const { send, buried } = world(refusing("odd", code));
      expect(await send(all)).toMatchObject({ again: undefined, failures: [] });
      expect(buried).toEqual([expect.stringMatching(new RegExp(`^odd: .*${code}: no`))]);
    },
  );

  test.each([
    ["throttles", "ThrottlingException", Throttled],
    ["fails at", "InternalError", Unavailable],
    ["does not take because it is not enabled", "InvalidAccess", AccessDenied],
  ])("%s comes again, without those that it has", async (_, code, error) => {
    const { send, buried, calls } = world(refusing("odd", code));
    const progress = new Set<string>();
    const told = await send(all, progress);
    expect(told).toMatchObject({ again: "1", failures: [{ target: "securityhub" }] });
    expect(told.failures[0]?.error).toBeInstanceOf(error);
    await send(all.slice(1), progress);
    expect(calls().map((each) => each.map(nameIn))).toEqual([["web", "odd", "api"], ["odd"]]);
    expect(buried).toEqual([]);
  });

  test("is at fault when it refuses the whole call is found, and the others are taken", async () => {
    const { send, buried, calls } = world((findings) =>
      findings.some((each) => nameIn(each) === "odd")
        ? [400, { __type: "InvalidInputException", Message: "malformed" }]
        : taken(findings),
    );
    expect(await send(all)).toMatchObject({ again: undefined, failures: [] });
    expect(buried).toEqual([expect.stringContaining("odd: ")]);
    expect(
      calls()
        .filter((each) => each.length === 1)
        .map(([each]) => each && nameIn(each)),
    ).toEqual(["web", "odd", "api"]);
  });

  test.each([
    [401, "InvalidAccessException", AccessDenied],
    [429, "LimitExceededException", Throttled],
  ])("is in a call with %i %s waits, and so do all in it", async (status, __type, error) => {
    const { send } = world(() => [status, { __type, Message: "no" }]);
    const told = await send(all);
    expect(told.again).toBe("0");
    expect(told.failures[0]?.error).toBeInstanceOf(error);
  });
});

test("what is open is sent when a deployment first asks for it, and again each month", async () => {
  const asked: string[] = [];
  let [mark, day, isWanted]: [ToldMark | undefined, number, boolean] = [undefined, 0, false];
  const announcements = {
    mark: async () => mark,
    saveMark: async (next: ToldMark) => {
      mark = next;
    },
    async *changes() {},
    async *findings() {},
    async *openFindings() {
      yield [found("web")];
    },
    async announceAgain(_: Notice, to: readonly string[]) {
      asked.push(`${day} ${to.join(" ")}`);
    },
  };
  const clock = { now: () => new Date(Date.parse(later) + day * 86_400_000) };
  const receipts = { async *since() {} };
  for (; day < 100; day++) {
    isWanted = day >= 3 && day !== 80;
    await announceUntold({ announcements, receipts, clock }, { securityHub: isWanted });
  }
  expect(asked).toEqual([3, 33, 63, 81].map((each) => `${each} securityhub`));
});
