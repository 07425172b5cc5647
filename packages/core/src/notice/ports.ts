/** Whom notices go to, and where they wait. */
import type { Message } from "./message.ts";
import type { Notice } from "./notice.ts";

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

/** Where notices end that a target refuses for good. */
export interface DeadNotices {
  bury(notice: Notice, target: string, why: string): Promise<void>;
}
