/** What says that a target was told of something. */
import { createHash } from "node:crypto";
import { findingKey } from "../model/finding.ts";
import type { Notice } from "./notice.ts";
import type { NoticeTarget } from "./ports.ts";

/** The same for the same notice, however often and from wherever it comes. */
export function receiptOf(notice: Notice, target: NoticeTarget): string {
  const identity = createHash("sha256").update(JSON.stringify(identityOf(notice)));
  return `${identity.digest("base64url").slice(0, 22)} ${target}`;
}

function identityOf(notice: Notice): readonly string[] {
  if (notice.kind === "change") {
    const { change, state } = notice;
    return ["change", change.region, change.role, change.id, state];
  }
  const { finding, state, at } = notice;
  return ["finding", finding.region, findingKey(finding), state, at];
}
