/** From a record of the table's stream to what is to be announced. */
import * as v from "valibot";
import { findingNotice, type Notice } from "../notice/notice.ts";
import { readChange } from "./change-item.ts";
import { readFinding } from "./finding-item.ts";
import { fromAttributes, type Item } from "./item.ts";

/**
 * A notice each time a change or a finding comes into a state that is announced. Records come at least once, so a
 * notice may too. Never throws: what pullpass did not write announces nothing, nor does what expires.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export function noticesFromStream(record: unknown): readonly Notice[] {
  const read = v.safeParse(StreamRecord, record);
  const after = read.success ? fromAttributes(read.output.dynamodb.NewImage) : undefined;
  if (!read.success || after === undefined) return [];
  const before = fromAttributes(read.output.dynamodb.OldImage);
  try {
    return noticesOf(before, after);
  } catch {
    return [];
  }
}

const StreamRecord = v.object({
  dynamodb: v.object({ NewImage: v.unknown(), OldImage: v.optional(v.unknown()) }),
});

function noticesOf(before: Item | undefined, after: Item): readonly Notice[] {
  switch (after.type) {
    case "change":
      return before?.state === after.state ? [] : changeNotices(after);
    case "finding":
      return isSameFinding(before, after) ? [] : [noticeOfFinding(after)];
    default:
      return [];
  }
}

function changeNotices(item: Item): readonly Notice[] {
  const { change, state, plannedAt, settledAt, error } = readChange(item);
  if (state === "planned") return [];
  return [{ kind: "change", state, change, at: settledAt ?? plannedAt, error }];
}

function isSameFinding(before: Item | undefined, after: Item): boolean {
  return ["state", "noticedAt", "body"].every((name) => before?.[name] === after[name]);
}

function noticeOfFinding(item: Item): Notice {
  const { finding, state, noticedAt, causes, mutedUntil } = readFinding(item);
  return {
    ...findingNotice(state, finding, noticedAt, causes),
    ...(mutedUntil !== undefined && { mutedUntil }),
  };
}
