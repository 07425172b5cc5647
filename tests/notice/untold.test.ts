/** Whatever is away, for as long as it is: each notice reaches each target in the end, and once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { announceUntold } from "../../packages/core/src/announce-untold.ts";
import { Unavailable } from "../../packages/core/src/errors.ts";
import { importFindings } from "../../packages/core/src/import-findings.ts";
import type { AsffFinding } from "../../packages/core/src/notice/asff.ts";
import { defaultNaming } from "../../packages/core/src/notice/naming.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import {
  type Announcement,
  type NoticeTarget,
  noticeTargets,
  type ToldMark,
} from "../../packages/core/src/notice/ports.ts";
import { notify } from "../../packages/core/src/notify.ts";
import type { Announced } from "../../packages/core/src/notify-receipts.ts";
import type { Told } from "../../packages/core/src/tell-targets.ts";
import { finding } from "../ledger/examples.ts";
import { propertyRuns } from "../support/property-runs.ts";

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 24);
const iso = (hour: number) => new Date(start + hour * hourMs).toISOString();

const foundAt = (at: string) => finding({ title: `Found at ${at}.` });

interface Trouble {
  readonly from: number;
  readonly hours: number;
}

/** The function that sends notices, and the one that imports findings. */
const readers = ["function", "importer"] as const;
type Reader = (typeof readers)[number];

interface Plan {
  /** In which hour something is found. */
  readonly found: readonly number[];
  readonly away: Readonly<Record<NoticeTarget | Reader, readonly Trouble[]>>;
  /** In which hours the environments of the functions are replaced. */
  readonly replaced: readonly number[];
}

/** A record of the stream. */
type Streamed = Pick<Announced, "notices" | "to" | "again"> & { readonly id: string; readonly since: string };

/** A ledger, its stream, the two functions that read it, each in its own time, and the sweep, hour by hour. */
async function run({ found, away, replaced }: Plan, hours: number) {
  let hour = 0;
  const clock = { now: () => new Date(start + hour * hourMs) };
  const isAway = (what: NoticeTarget | Reader) =>
    away[what].some(({ from, hours }) => hour >= from && hour < from + hours);
  const told: Record<NoticeTarget, string[]> = { topic: [], bus: [], securityhub: [] };
  const tell = async (target: NoticeTarget, at: string) => {
    if (isAway(target)) throw new Unavailable({ call: target, resource: target }, new Error("away"));
    told[target].push(at);
  };
  const receipts: (readonly [at: string, receipts: readonly string[]])[] = [];
  const ledger = new Map<string, Announcement>();
  let mark: ToldMark | undefined;
  const streams: Record<Reader, Streamed[]> = { function: [], importer: [] };
  let records = 0;
  const record = (notice: Notice, to: readonly NoticeTarget[], again?: string) => {
    const id = `${records++} ${notice.at}`;
    for (const stream of Object.values(streams))
      stream.push({ id, notices: [notice], to, since: iso(hour), again });
  };
  const receiptPorts = {
    add: async (given: readonly string[], now: string) => void receipts.push([now, given]),
    async *since(from: string) {
      for (const [at, given] of receipts) if (at >= from) yield given;
    },
  };
  const announcements = {
    mark: async () => mark,
    async saveMark(next: ToldMark) {
      mark = next;
    },
    async *changes() {},
    async *findings(from: string, to: string) {
      yield [...ledger.values()].filter(({ since }) => since >= from && since <= to);
    },
    async *openFindings() {
      yield [...ledger.values()].flatMap(({ notice }) => notice ?? []);
    },
    async announceAgain(notice: Notice, to: readonly NoticeTarget[], now: string) {
      ledger.set(notice.at, { notice, since: notice.at, againAt: now });
      record(notice, to, now);
    },
  };
  const ports = {
    topic: {
      publish: ({ text }: { text: string }) => tell("topic", /Found at (\S+Z)/.exec(text)?.[1] ?? ""),
    },
    bus: { publish: ({ at }: Notice) => tell("bus", at) },
    dead: { bury: async () => {} },
    pending: { add: async () => {}, all: async () => [], remove: async () => {} },
    receipts: receiptPorts,
    hub: {
      importFinding: ({ CreatedAt }: AsffFinding) => tell("securityhub", CreatedAt),
    },
    mutes: async () => [],
    clock,
  };
  const progress: Record<Reader, Set<string>> = { function: new Set(), importer: new Set() };
  const read: Record<Reader, (batch: readonly Streamed[]) => Promise<Told>> = {
    function: (batch) =>
      notify(batch, ports, { naming: defaultNaming, collectMinutes: 0 }, progress.function),
    importer: (batch) => importFindings(batch, ports, { version: "1" }, progress.importer),
  };
  for (; hour < hours; hour++) {
    if (found.includes(hour)) {
      const notice: Notice = { kind: "finding", state: "opened", finding: foundAt(iso(hour)), at: iso(hour) };
      ledger.set(notice.at, { notice, since: notice.at, againAt: undefined });
      record(notice, noticeTargets);
    }
    for (const reader of readers) {
      if (replaced.includes(hour)) progress[reader] = new Set();
      // What Lambda gives up, and what the stream no longer has.
      const stream = streams[reader].filter(({ since }) => Date.parse(since) > start + (hour - 23) * hourMs);
      streams[reader] = stream;
      if (isAway(reader)) continue;
      const { again } = await read[reader](stream);
      const open = stream.findIndex(({ id }) => id === again);
      streams[reader] = open < 0 ? [] : stream.slice(open);
    }
    await announceUntold({ announcements, receipts: receiptPorts, clock }, { securityHub: true });
  }
  return told;
}

const troubles = fc.array(
  fc.record({ from: fc.integer({ min: 0, max: 100 }), hours: fc.integer({ min: 1, max: 80 }) }),
  { maxLength: 2 },
);

const plans: fc.Arbitrary<Plan> = fc.record({
  found: fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 }),
  away: fc.record({
    topic: troubles,
    bus: troubles,
    securityhub: troubles,
    function: troubles,
    importer: troubles,
  }),
  replaced: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 20 }),
});

test("outages of topic, bus, Security Hub and functions, however long, lose nothing and repeat nothing", async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const told = await run(plan, 280);
      const expected = [...plan.found].sort((a, b) => a - b).map(iso);
      for (const target of noticeTargets) expect([...told[target]].sort()).toEqual(expected);
    }),
    { numRuns: propertyRuns(40) },
  );
});
