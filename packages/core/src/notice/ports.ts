/** Whom notices go to, and where they wait. */
import type { AsffFinding } from "./asff.ts";
import type { Message } from "./message.ts";
import type { Notice } from "./notice.ts";

/** Who is told: people and their tools, programs, and Security Hub of findings, where a deployment asks for it. */
export const noticeTargets = ["topic", "bus", "securityhub"] as const;

export type NoticeTarget = (typeof noticeTargets)[number];

export function isNoticeTarget(name: string): name is NoticeTarget {
  return noticeTargets.some((target) => target === name);
}

/** What people and their tools subscribe to. */
export interface Topic {
  publish(message: Message): Promise<void>;
}

/** Notices that wait until everything that one event did is known. */
export interface PendingNotices {
  /** Once for each id, however often it comes. */
  add(id: string, notice: Notice, now: string): Promise<void>;
  /** All that wait. */
  all(): Promise<readonly PendingNotice[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface PendingNotice {
  readonly id: string;
  /** ISO 8601: since when it waits. */
  readonly since: string;
  readonly notice: Notice;
}

/** The bus that structured notices go to. */
export interface EventBus {
  publish(notice: Notice): Promise<void>;
}

/** Where findings are seen beside those of others. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-custom-providers.html */
export interface FindingsHub {
  /** Replaces what it has of the finding, unless that is as new. @throws AccessDenied where it is not enabled, too */
  importFinding(finding: AsffFinding): Promise<void>;
}

/** What each target was told of, or refused for good, by `receiptOf`. */
export interface NoticeReceipts {
  add(receipts: readonly string[], now: string): Promise<void>;
  /** Of that time and later, oldest first. */
  since(from: string): AsyncIterable<readonly string[]>;
}

/** A change or a finding, as the ledger has it. All times are ISO 8601. */
export interface Announcement {
  /** A change's, since it was planned; a finding's, since it came into its state. */
  readonly since: string;
  /** `undefined` while a change is planned. */
  readonly notice: Notice | undefined;
  /** When a sweep last had it announced again. */
  readonly againAt: string | undefined;
}

/** How far sweeps have looked. */
export interface ToldMark {
  /** Of every state that was come into before, each target was told. */
  readonly upTo: string;
  /** No change that was planned before is open, or came into its state since. */
  readonly plannedFrom: string;
  /** When all that is open was last announced to Security Hub; absent where nobody asks for that. */
  readonly hubAt?: string;
}

export interface Announcements {
  mark(): Promise<ToldMark | undefined>;
  saveMark(mark: ToldMark): Promise<void>;
  /** By `since`. */
  changes(from: string, to: string): AsyncIterable<readonly Announcement[]>;
  /** By `since`. */
  findings(from: string, to: string): AsyncIterable<readonly Announcement[]>;
  /** Those that are open, as they were last told. */
  openFindings(): AsyncIterable<readonly Notice[]>;
  /** Through the stream, if the record is still in the state that the notice tells. */
  announceAgain(notice: Notice, to: readonly NoticeTarget[], now: string): Promise<void>;
}

/** Where notices end that a target refuses for good. */
export interface DeadNotices {
  bury(notice: Notice, target: string, why: string): Promise<void>;
}
