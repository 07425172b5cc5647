/** Who hears what while something is muted. */
import { expect, test } from "vitest";
import { Unavailable } from "../../packages/core/src/errors.ts";
import type { Mute } from "../../packages/core/src/model/mute.ts";
import { defaultNaming } from "../../packages/core/src/notice/naming.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { noticeTargets, type PendingNotice } from "../../packages/core/src/notice/ports.ts";
import { textOf } from "../../packages/core/src/notice/text.ts";
import { notify, notifyCollected } from "../../packages/core/src/notify.ts";
import type { NotifyPorts } from "../../packages/core/src/notify-targets.ts";
import { evening, finding, grants, later, noon, region } from "../ledger/examples.ts";

const webIsMuted: Mute = {
  id: "m",
  region,
  target: { kind: "project", name: "web" },
  by: "ann",
  at: noon,
  until: evening,
};

type State = "opened" | "changed" | "closed";
const found = (project: string, state: State = "opened"): Notice => ({
  kind: "finding",
  state,
  finding: finding({ subject: { kind: "project", name: project } }),
  at: later,
});
const granted: Notice = {
  kind: "change",
  state: "applied",
  change: grants("g"),
  at: later,
  error: undefined,
};

function world(mutes: () => Promise<readonly Mute[]>, now: string = later) {
  const heard: string[] = [];
  const waiting: PendingNotice[] = [];
  const nameOf = (notice: Notice) =>
    notice.kind === "change"
      ? "grant"
      : `${notice.finding.subject.kind === "project" ? notice.finding.subject.name : ""} ${notice.state}`;
  const ports: NotifyPorts = {
    topic: {
      publish: async ({ attributes }) =>
        void heard.push(
          `people: ${attributes.kind?.value} ${attributes.project?.value} ${attributes.state?.value}`,
        ),
    },
    bus: { publish: async (notice) => void heard.push(`programs: ${nameOf(notice)}`) },
    dead: { bury: async () => void heard.push("buried") },
    pending: {
      add: async (id, notice, since) => void waiting.push({ id, notice, since }),
      all: async () => [...waiting],
      remove: async (ids) => {
        for (const id of ids)
          waiting.splice(
            waiting.findIndex((each) => each.id === id),
            1,
          );
      },
    },
    receipts: { add: async () => {}, since: async function* () {} },
    mutes,
    clock: { now: () => new Date(now) },
  };
  return { heard, waiting, ports };
}

const atOnce = { naming: defaultNaming, collectMinutes: 0 };
const records = (...notices: readonly Notice[]) =>
  notices.map((notice, index) => ({ id: String(index), notices: [notice], to: noticeTargets, since: later }));

test("a muted finding reaches nobody; others, what pullpass did, and to programs that it is closed, do", async () => {
  const { heard, ports } = world(async () => [webIsMuted]);
  const batch = records(found("web"), granted, found("web", "changed"), found("api"), found("web", "closed"));
  expect(await notify(batch, ports, atOnce, new Set())).toMatchObject({ again: undefined, failures: [] });
  expect(heard.filter((each) => each.startsWith("people"))).toEqual([
    "people: change web applied",
    "people: finding api opened",
  ]);
  expect(heard.filter((each) => each.startsWith("programs"))).toEqual([
    "programs: grant",
    "programs: api opened",
    "programs: web closed",
  ]);
});

test("after its end it is told as before", async () => {
  const { heard, ports } = world(async () => [webIsMuted], evening);
  await notify(records(found("web")), ports, atOnce, new Set());
  expect(heard.toSorted()).toEqual(["people: finding web opened", "programs: web opened"]);
});

test("where it cannot be known what is muted, what pullpass did is told, and findings wait and are not lost", async () => {
  let isAway = true;
  const { heard, ports } = world(async () => {
    if (isAway) throw new Unavailable({ call: "dynamodb:Query", resource: "table" }, new Error("no"));
    return [];
  });
  const batch = records(granted, found("api"));
  const progress = new Set<string>();
  expect(await notify(batch, ports, atOnce, progress)).toMatchObject({ again: "1" });
  expect(heard.toSorted()).toEqual(["people: change web applied", "programs: grant"]);
  isAway = false;
  expect(await notify(batch.slice(1), ports, atOnce, progress)).toMatchObject({ again: undefined });
  expect(heard.slice(2).toSorted()).toEqual(["people: finding api opened", "programs: api opened"]);
});

test("changes alone ask nobody what is muted", async () => {
  let asked = 0;
  const { ports } = world(async () => {
    asked += 1;
    return [];
  });
  await notify(records(granted, granted), ports, atOnce, new Set());
  expect(asked).toBe(0);
});

test("what was collected and is muted when it would be sent is left out, and does not wait for ever", async () => {
  const collected = { naming: defaultNaming, collectMinutes: 5 };
  let mutes: readonly Mute[] = [];
  const { heard, waiting, ports } = world(async () => mutes);
  await notify(records(found("web"), granted, found("api")), ports, collected, new Set());
  expect(waiting).toHaveLength(3);
  mutes = [webIsMuted];
  const due = { ...ports, clock: { now: () => new Date(Date.parse(later) + 300_000) } };
  heard.length = 0;
  await notifyCollected(due, collected, new Set());
  expect(heard.toSorted()).toEqual(["people: change web applied", "people: finding api opened"]);
  expect(waiting).toEqual([]);
});

test("what is told at the end of a mute says that it was muted", () => {
  const again = { ...found("web"), mutedUntil: "2026-11-29T14:05:00.000Z" } as Notice;
  expect(textOf(again)).toMatch(
    /^This problem is still open\. Messages about it were muted until 29 November 2026, 14:05 UTC\.\n/,
  );
});
