/** What people muted, in the ledger. All times are ISO 8601. */
import type { Mute } from "./model/mute.ts";

export interface MuteRecords {
  /** Of the Region, also those that ended and are not forgotten yet, in the order in which they were made. */
  mutes(region: string): Promise<readonly Mute[]>;
  recordMute(mute: Mute): Promise<void>;
  /** Ends it before its time; one that was lifted before stays as it was. */
  liftMute(mute: Mute, by: string, now: string): Promise<void>;
  /** What is still open at its end was told. */
  muteTold(mute: Mute, now: string): Promise<void>;
}
