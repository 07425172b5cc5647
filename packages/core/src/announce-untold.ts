/** the ledger's changes and findings → once more into its stream, where no receipt says that they were told */
import { allOf } from "./all-of.ts";
import { inParallel } from "./in-parallel.ts";
import { receiptDays } from "./ledger/receipt-item.ts";
import type { Notice } from "./notice/notice.ts";
import {
  type Announcement,
  type Announcements,
  type NoticeReceipts,
  type NoticeTarget,
  noticeTargets,
  type ToldMark,
} from "./notice/ports.ts";
import { receiptOf } from "./notice/receipt.ts";
import type { Clock } from "./ports.ts";

export interface UntoldPorts {
  readonly announcements: Announcements;
  readonly receipts: Pick<NoticeReceipts, "since">;
  readonly clock: Clock;
}

export interface UntoldSettings {
  /** Whether Security Hub is told, too. */
  readonly securityHub: boolean;
}

/**
 * What is older than the stream keeps it, and has no receipt, was lost: it is announced again, to the targets without one. What
 * was announced again is given the same time before that is done once more. Answers how many. @throws the errors of `errors.ts`
 */
export async function announceUntold(ports: UntoldPorts, settings: UntoldSettings): Promise<number> {
  const { announcements, clock } = ports;
  const now = clock.now().getTime();
  const before = await announcements.mark();
  const hub = await announceOpen(announcements, before, now, settings);
  const { count, ...mark } = await announceLost(ports, before, now, settings);
  const isNew = mark.upTo !== before?.upTo || mark.plannedFrom !== before.plannedFrom;
  if (isNew || hub.hubAt !== before.hubAt) await announcements.saveMark({ ...mark, ...hub });
  return count;
}

interface Looked extends Omit<ToldMark, "hubAt"> {
  /** How many were announced again. */
  readonly count: number;
}

async function announceLost(
  { announcements, receipts }: UntoldPorts,
  mark: ToldMark | undefined,
  now: number,
  settings: UntoldSettings,
): Promise<Looked> {
  // Nothing that versions without receipts told has one.
  if (mark === undefined) return { count: 0, upTo: iso(now), plannedFrom: iso(now - receiptsMs) };
  const to = iso(now - streamMs);
  const from = latest([mark.upTo, iso(now - receiptsMs)]);
  if (to <= from) return { count: 0, upTo: mark.upTo, plannedFrom: mark.plannedFrom };
  const seen = [
    ...(await allOf(announcements.changes(latest([mark.plannedFrom, iso(now - receiptsMs)]), to))),
    ...(await allOf(announcements.findings(from, to))),
  ];
  const due = seen.flatMap(({ notice, againAt }) =>
    notice !== undefined && notice.at >= from && notice.at <= to ? [{ notice, againAt }] : [],
  );
  const untold = await withoutReceipts(due, receipts, settings);
  const lost = untold.filter(({ againAt }) => againAt === undefined || againAt <= to);
  await inParallel(lost, writesAtOnce, ({ notice, targets }) =>
    announcements.announceAgain(notice, targets, iso(now)),
  );
  const upTo = earliest([to, ...untold.map(({ notice }) => notice.at)]);
  const open = seen.filter(({ notice }) => notice === undefined || notice.at >= upTo);
  const plannedFrom = earliest([upTo, ...open.map(({ since }) => since)]);
  return { count: lost.length, upTo, plannedFrom };
}

/** Its records are there for 24 hours; an hour more for clocks, and for what is under way. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const streamMs = 25 * 3_600_000;

/** Clocks differ. */
const clocksMs = 3_600_000;

/** A day less than receipts are kept: what is older is neither known to be told nor news. */
const receiptsMs = (receiptDays - 1) * 86_400_000;

const writesAtOnce = 16;

/**
 * All that is open, when a deployment first asks for it, but for what the stream still has; and every 30 days: after 90 days without
 * an update Security Hub deletes a finding.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings.html
 */
async function announceOpen(
  announcements: Announcements,
  mark: ToldMark | undefined,
  now: number,
  { securityHub }: UntoldSettings,
): Promise<Pick<ToldMark, "hubAt">> {
  if (!securityHub) return {};
  const { hubAt } = mark ?? {};
  if (hubAt !== undefined && hubAt > iso(now - refreshMs)) return { hubAt };
  const upTo = iso(hubAt === undefined ? now - streamMs : now);
  for await (const page of announcements.openFindings()) {
    const due = page.filter(({ at }) => at <= upTo);
    await inParallel(due, writesAtOnce, (notice) =>
      announcements.announceAgain(notice, ["securityhub"], iso(now)),
    );
  }
  return { hubAt: iso(now) };
}

const refreshMs = 30 * 86_400_000;

/** Whom a notice is for. */
function targetsOf({ kind }: Notice, { securityHub }: UntoldSettings): readonly NoticeTarget[] {
  const hears = securityHub && kind === "finding";
  return noticeTargets.filter((target) => target !== "securityhub" || hears);
}

type Due = Pick<Announcement, "againAt"> & { readonly notice: Notice };

/** Mostly the first page of receipts has them all. */
async function withoutReceipts(
  due: readonly Due[],
  receipts: UntoldPorts["receipts"],
  settings: UntoldSettings,
): Promise<readonly (Due & { readonly targets: readonly NoticeTarget[] })[]> {
  const missing = new Set(
    due.flatMap(({ notice }) => targetsOf(notice, settings).map((target) => receiptOf(notice, target))),
  );
  if (missing.size > 0) {
    const first = earliest(due.map(({ notice }) => notice.at));
    for await (const page of receipts.since(iso(Date.parse(first) - clocksMs))) {
      for (const receipt of page) missing.delete(receipt);
      if (missing.size === 0) break;
    }
  }
  return due.flatMap((each) => {
    const targets = targetsOf(each.notice, settings).filter((target) =>
      missing.has(receiptOf(each.notice, target)),
    );
    return targets.length === 0 ? [] : [{ ...each, targets }];
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function earliest(times: readonly string[]): string {
  return times.toSorted()[0] ?? "";
}

function latest(times: readonly string[]): string {
  return times.toSorted().at(-1) ?? "";
}
