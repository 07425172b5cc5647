/** What is muted, for people and for programs. */
import { actorName, type Mute, type MuteTarget, muteEnd, plain, timeInWords } from "@pullpass/core";

/** `rule role-shared`, `project web` */
export function targetText(target: MuteTarget): string {
  return plain(target.kind === "rule" ? `rule ${target.rule}` : `project ${target.name}`, nameMax);
}

/** `until 24 December 2026, 00:00 UTC, by user/ann` */
export function muteText({ until, by }: Mute): string {
  return `until ${timeInWords(until)}, by ${plain(actorName(by), nameMax)}`;
}

/** A title, and each with until when and by whom; nothing where nothing is muted. */
export function muteLines(mutes: readonly Mute[]): readonly string[] {
  if (mutes.length === 0) return [];
  const isOneRegion = new Set(mutes.map(({ region }) => region)).size === 1;
  return [
    "Muted, so that no messages about their findings are sent:",
    ...mutes.map(
      (mute) => `  ${targetText(mute.target)}${isOneRegion ? "" : ` in ${mute.region}`}: ${muteText(mute)}`,
    ),
  ];
}

/** As JSON: without what only the ledger needs. */
export function muteRecord(mute: Mute) {
  const { id, region, target, by, at, until, lifted } = mute;
  return { id, region, target, by, at, until, ...(lifted && { lifted }), ends: muteEnd(mute) };
}

/** A member of a report; absent where what is muted could not be seen. */
export function mutesAsJson(mutes: readonly Mute[] | undefined) {
  return mutes === undefined ? {} : { mutes: mutes.map(muteRecord) };
}

const nameMax = 300;
