/** Which notices are not sent, because somebody muted what they are about. */
import { type Mute, mutesOf } from "../model/mute.ts";
import type { Notice } from "./notice.ts";

/** People read messages; programs get events. */
export type Audience = "people" | "programs";

/**
 * Never what pullpass did. A program hears that a finding is closed, muted or not: what it opened for it would stay open for
 * ever.
 */
export function isHushed(notice: Notice, audience: Audience, mutes: readonly Mute[], now: string): boolean {
  return canBeHushed(notice, audience) && mutesOf(notice.finding, mutes, now).length > 0;
}

/** Is it to be known what is muted, before the notice is sent? */
export function canBeHushed(
  notice: Notice,
  audience: Audience,
): notice is Extract<Notice, { kind: "finding" }> {
  return notice.kind === "finding" && (audience === "people" || notice.state !== "closed");
}
