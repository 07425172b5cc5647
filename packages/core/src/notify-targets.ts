/** Whom notices go to, and in which form. */
import { fitsItem } from "./ledger/pending-item.ts";
import type { Mute } from "./model/mute.ts";
import { chatMessagesOf } from "./notice/chat-message.ts";
import { messagesOf } from "./notice/message.ts";
import type { Naming } from "./notice/naming.ts";
import type { Notice } from "./notice/notice.ts";
import type {
  DeadNotices,
  EventBus,
  NoticeReceipts,
  NoticeTarget,
  PendingNotices,
  Topic,
} from "./notice/ports.ts";
import type { Clock } from "./ports.ts";
import type { Unmuted } from "./unmuted.ts";

export interface NotifyPorts {
  readonly topic: Topic;
  /** Its messages are for chats; absent where nobody asked for it. */
  readonly chat?: Topic;
  readonly bus: EventBus;
  readonly dead: DeadNotices;
  readonly pending: PendingNotices;
  /** What people muted in the Region. */
  readonly mutes: () => Promise<readonly Mute[]>;
  readonly receipts: NoticeReceipts;
  readonly clock: Clock;
}

export interface NotifySettings {
  readonly naming: Naming;
  /** For how long notices for people wait for others of the same event; 0: each goes at once. */
  readonly collectMinutes: number;
}

/** One call each; together they tell a target the whole. `undefined`: what is there is muted. */
type Deliveries = readonly ((() => Promise<void>) | undefined)[];

export interface Parcel {
  /** The record's, or of all that are told together. */
  readonly id: string;
  readonly notices: readonly Notice[];
  readonly to: readonly NoticeTarget[];
  /** ISO 8601: when a sweep asked for it again. */
  readonly again?: string | undefined;
}

export interface ToldTarget {
  readonly name: NoticeTarget;
  /** How many one call takes. */
  readonly atOnce: number;
  /** Throws where it cannot be known what is muted: the notices then wait. */
  deliveries(parcel: Parcel): Promise<Deliveries>;
}

/** People read mail, or a chat, or both. */
export function topicTarget({ topic, chat }: NotifyPorts, { naming }: NotifySettings): ToldTarget {
  return {
    name: "topic",
    atOnce: sentAtOnce,
    deliveries: async ({ notices }) => [
      ...messagesOf(notices, naming).map((message) => () => topic.publish(message)),
      ...(chat === undefined ? [] : chatMessagesOf(notices).map((message) => () => chat.publish(message))),
    ],
  };
}

export function busTarget({ bus }: NotifyPorts, unmuted: Unmuted): ToldTarget {
  return {
    name: "bus",
    atOnce: sentAtOnce,
    async deliveries({ notices }) {
      const sendable = new Set(await unmuted(notices, "programs"));
      return notices.map((notice) => (sendable.has(notice) ? () => bus.publish(notice) : undefined));
    },
  };
}

/** As many as one call to a topic or bus takes. */
const sentAtOnce = 10;

/** The target without what is muted for people. */
export function heard(target: ToldTarget, unmuted: Unmuted): ToldTarget {
  return {
    ...target,
    deliveries: async (parcel) =>
      target.deliveries({ ...parcel, notices: await unmuted(parcel.notices, "people") }),
  };
}

/** What is too long to be kept goes at once. */
export function collecting(topic: ToldTarget, { pending, clock }: NotifyPorts): ToldTarget {
  return {
    ...topic,
    deliveries: async (parcel) =>
      parcel.notices.every(fitsItem)
        ? parcel.notices.map(
            (notice, index) => () => pending.add(`${parcel.id} ${index}`, notice, clock.now().toISOString()),
          )
        : topic.deliveries(parcel),
  };
}
