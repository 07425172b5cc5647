/** From a record of the table's stream to what is to be announced. */
import * as v from "valibot";
import type { Notice } from "../notice/notice.ts";
import { type NoticeTarget, noticeTargets } from "../notice/ports.ts";
import { askedAgainAt, askedAgainTo, noticeOfItem } from "./announced-item.ts";
import { fromAttributes, type Item } from "./item.ts";

export interface StreamedNotice {
  readonly notice: Notice;
  readonly to: readonly NoticeTarget[];
  /** ISO 8601: when a sweep asked for it again, for those whom it found not told. */
  readonly again?: string;
}

/**
 * A notice each time a change or a finding comes into a state that is announced, and where a sweep asks for it again. Records
 * come at least once, so a notice may too. Never throws: what pullpass did not write announces nothing, nor does what expires.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export function noticeFromStream(record: unknown): StreamedNotice | undefined {
  const read = v.safeParse(StreamRecord, record);
  const after = read.success ? fromAttributes(read.output.dynamodb.NewImage) : undefined;
  if (!read.success || after === undefined) return undefined;
  const before = fromAttributes(read.output.dynamodb.OldImage);
  const asked = askedFor(before, after);
  try {
    const notice = asked === undefined ? undefined : noticeOfItem(after);
    return asked === undefined || notice === undefined ? undefined : { notice, ...asked };
  } catch {
    return undefined;
  }
}

const StreamRecord = v.object({
  dynamodb: v.object({ NewImage: v.unknown(), OldImage: v.optional(v.unknown()) }),
});

/** `undefined` where the item was told of as it is. */
function askedFor(before: Item | undefined, after: Item): Omit<StreamedNotice, "notice"> | undefined {
  if (!isAsAnnounced(before, after)) return { to: noticeTargets };
  const again = askedAgainAt(after);
  return again === undefined || again === askedAgainAt(before)
    ? undefined
    : { to: askedAgainTo(after), again };
}

function isAsAnnounced(before: Item | undefined, after: Item): boolean {
  const told = after.type === "finding" ? ["state", "noticedAt", "body"] : ["state"];
  return told.every((name) => before?.[name] === after[name]);
}
