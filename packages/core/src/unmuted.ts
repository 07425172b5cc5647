/** What is muted, asked for when notices are sent. */
import type { Mute } from "./model/mute.ts";
import { type Audience, canBeHushed, isHushed } from "./notice/hushed.ts";
import type { Notice } from "./notice/notice.ts";
import { onlyOnce } from "./observe/reading.ts";
import type { Clock } from "./ports.ts";

/** Those of the notices that nobody has muted for them. Throws where it cannot be known. */
export type Unmuted = (notices: readonly Notice[], audience: Audience) => Promise<readonly Notice[]>;

/** Mutes are read once, and only where a notice can be muted. */
export function unmutedNow({
  mutes,
  clock,
}: {
  readonly mutes: () => Promise<readonly Mute[]>;
  readonly clock: Clock;
}): Unmuted {
  const read = onlyOnce(mutes);
  return async (notices, audience) => {
    if (!notices.some((notice) => canBeHushed(notice, audience))) return notices;
    const [all, now] = [await read(), clock.now().toISOString()];
    return notices.filter((notice) => !isHushed(notice, audience, all, now));
  };
}
