/** Of a batch of notices, who was told already, and the receipt for who is told now. */
import type { Notice } from "./notice/notice.ts";
import { type NoticeReceipts, type NoticeTarget, noticeTargets } from "./notice/ports.ts";
import { receiptOf } from "./notice/receipt.ts";
import type { Clock } from "./ports.ts";

/** The notices of one record of the stream; a record may announce nothing. */
export interface Announced {
  /** The record's. */
  readonly id: string;
  readonly notices: readonly Notice[];
  /** Whom it is for. */
  readonly to: readonly NoticeTarget[];
  /** ISO 8601: when it came into the stream. */
  readonly since: string;
  /** ISO 8601: when a sweep asked for it again. */
  readonly again?: string | undefined;
}

/** What each target got of records that are not finished: kept between tries, so that no try repeats it. */
export type SendingProgress = Set<string>;

export interface ReceiptPorts {
  readonly receipts: NoticeReceipts;
  readonly clock: Clock;
}

/** The target has the whole record. */
export const toldKey = (id: string, target: NoticeTarget) => `${id} ${target} told`;

/** There is a receipt for that. */
export const receiptKey = (id: string, target: NoticeTarget) => `${id} ${target} receipt`;

/**
 * What comes late may have been tried in another environment of the function: what that one told has a receipt, and is not
 * told again. @throws what the ports throw
 */
export async function learnReceipts(
  records: readonly Announced[],
  { receipts, clock }: ReceiptPorts,
  progress: SendingProgress,
): Promise<void> {
  const now = clock.now().getTime();
  const isLate = ({ since }: Announced) => now - Date.parse(since) > lateMs;
  const isNew = ({ id }: Announced) => ![...progress].some((key) => key.startsWith(`${id} `));
  const late = records.filter((each) => each.notices.length > 0 && isLate(each) && isNew(each));
  if (late.length === 0) return;
  const first = Math.min(...late.map(({ since }) => Date.parse(since)));
  const told = new Set<string>();
  for await (const page of receipts.since(new Date(first - clocksMs).toISOString())) {
    for (const receipt of page) told.add(receipt);
  }
  for (const { id, notices, again } of late) {
    for (const target of noticeTargets) {
      // What is open is announced to it again although it was told: so that it keeps it.
      if (target === "securityhub" && again !== undefined) continue;
      if (notices.every((notice) => told.has(receiptOf(notice, target)))) {
        progress.add(receiptKey(id, target));
      }
    }
  }
}

/** Longer than a batch takes that nothing holds up. */
const lateMs = 120_000;

/** Clocks differ. */
const clocksMs = 60_000;

/**
 * One receipt for all that is told now. What cannot be written is written with the next try, and nothing is told twice for that.
 * Answers with what failed.
 */
export async function giveReceipts(
  records: readonly Announced[],
  { receipts, clock }: ReceiptPorts,
  progress: SendingProgress,
): Promise<readonly { readonly record: string; readonly target: "receipts"; readonly error: unknown }[]> {
  const owed = records.flatMap(({ id, notices }) => {
    const isOwed = (target: NoticeTarget) =>
      progress.has(toldKey(id, target)) && !progress.has(receiptKey(id, target));
    return notices.length === 0
      ? []
      : noticeTargets.filter(isOwed).map((target) => ({ id, target, notices }));
  });
  const [first] = owed;
  if (first === undefined) return [];
  const given = owed.flatMap(({ notices, target }) => notices.map((notice) => receiptOf(notice, target)));
  try {
    await receipts.add(given, clock.now().toISOString());
  } catch (error) {
    return [{ record: first.id, target: "receipts", error }];
  }
  for (const { id, target } of owed) progress.add(receiptKey(id, target));
  return [];
}
