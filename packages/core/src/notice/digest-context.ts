/** What a digest says of all of its notices: because of whose deeds, where, and who in full. */
import type { Cause } from "../model/trigger.ts";
import { actorArns, causeText } from "./cause-text.ts";
import type { Notice } from "./notice.ts";
import type { Section } from "./pages.ts";
import { plain } from "./plain.ts";

export function causeSections(notices: readonly Notice[]): readonly Section[] {
  return sectionOf("Why", causesOf(notices).map(causeText));
}

function causesOf(notices: readonly Notice[]): readonly Cause[] {
  const causes = notices.flatMap((notice) =>
    notice.kind === "change" ? notice.change.causes : (notice.causes ?? []),
  );
  return [...new Map(causes.map((cause) => [cause.id, cause])).values()];
}

/** Who did what is named above. */
export function nameSections(notices: readonly Notice[]): readonly Section[] {
  return sectionOf(
    "In full",
    actorArns(causesOf(notices)).map((arn) => plain(arn)),
  );
}

function sectionOf(title: string, lines: readonly string[]): readonly Section[] {
  return lines.length === 0
    ? []
    : [{ title, entries: lines.map((line) => ({ lines: [line], projects: [] })) }];
}

export function placeSections(notices: readonly Notice[]): readonly Section[] {
  const things = notices.map((notice) => (notice.kind === "change" ? notice.change : notice.finding));
  const places = new Set(things.map(({ account, region }) => `account ${account}, Region ${region}`));
  return sectionOf(
    "Where",
    [...places].map((place) => plain(place)),
  );
}
