/** The notice that an item of the table stands for. */
import { findingNotice, type Notice } from "../notice/notice.ts";
import { isNoticeTarget, type NoticeTarget, noticeTargets } from "../notice/ports.ts";
import { readChange } from "./change-item.ts";
import { readFinding } from "./finding-item.ts";
import type { Item } from "./item.ts";

/** `undefined` for what announces nothing, as it is now. @throws ValiError on an item that pullpass did not write. */
export function noticeOfItem(item: Item): Notice | undefined {
  switch (item.type) {
    case "change": {
      const { change, state, plannedAt, settledAt, error } = readChange(item);
      if (state === "planned") return undefined;
      return { kind: "change", state, change, at: settledAt ?? plannedAt, error };
    }
    case "finding": {
      const { finding, state, openedAt, noticedAt, causes, mutedUntil } = readFinding(item);
      return {
        ...findingNotice(state, finding, noticedAt, causes),
        openedAt,
        ...(mutedUntil !== undefined && { mutedUntil }),
      };
    }
    default:
      return undefined;
  }
}

/** What a sweep writes into an item to have it announced again, to these targets. */
export function announcedAgain(at: string, to: readonly NoticeTarget[]): Item {
  return { [againAt]: at, [againTo]: to.join(" ") };
}

/** When a sweep last asked for it. */
export function askedAgainAt(item: Item | undefined): string | undefined {
  const at = item?.[againAt];
  return typeof at === "string" ? at : undefined;
}

export function askedAgainTo(item: Item): readonly NoticeTarget[] {
  const named = String(item[againTo] ?? "")
    .split(" ")
    .filter(isNoticeTarget);
  return named.length > 0 ? named : noticeTargets;
}

const againAt = "announceAgainAt";
const againTo = "announceAgainTo";
