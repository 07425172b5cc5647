/** The ledger's changes, one after the other, newest first. */
import { actorName, deedOf, isMuting, type Mute, plain, type RecordedChange } from "@pullpass/core";
import type { History } from "../history/read-history.ts";
import { muteLines } from "./mutes.ts";
import { type Appearance, type Paint, paintFor } from "./palette.ts";
import { wrapText } from "./wrap-text.ts";

/** Enough of an id for a person to name a change with. */
export const shortIdLength = 8;

export function historyText(
  { changes, more, unread }: History,
  mutes: readonly Mute[],
  look: Appearance,
): string {
  const paint = paintFor(look);
  const rows = changes.flatMap((each) => rowsOf(each, look.width ?? usualWidth, paint));
  return [
    ...(rows.length === 0 ? [] : [paint("bold", heading), ...rows, ""]),
    summary(changes, more),
    ...notRead(unread),
    ...mutedText(mutes, look),
  ].join("\n");
}

const usualWidth = 80;
const heading = `${"CHANGE".padEnd(shortIdLength)}  ${"WHEN (UTC)".padEnd(16)}  ${"STATE".padEnd(8)}  WHAT, AND WHY`;
const indent = " ".repeat(shortIdLength + 2 + 16 + 2 + 8 + 2);

function rowsOf(record: RecordedChange, width: number, paint: Paint): readonly string[] {
  const { change, state, plannedAt } = record;
  const when = plannedAt.slice(0, 16).replace("T", " ");
  const room = Math.max(width - indent.length, 20);
  const lead = `${change.id.slice(0, shortIdLength)}  ${when}  ${paint(colourOf[state], state.padEnd(8))}  `;
  return [`${lead}${deedIn(record, room)}`, `${indent}${paint("dim", causeIn(record, room))}`];
}

const colourOf = { applied: "green", planned: "yellow", failed: "red", proposed: "cyan" } as const;

/** Names are shortened until it fits. */
function deedIn({ change, state }: RecordedChange, room: number): string {
  const said = nameLengths.map((max) => deedOf(change, state === "planned" ? "proposed" : state, max));
  return said.find((text) => text.length <= room) ?? plain(said.at(-1) ?? "", room);
}

const nameLengths = [300, 64, 32, 24, 16, 12, 8];

/** Of whom the ledger has the whole ARN: `--json` shows it. */
function causeIn({ change: { causes } }: RecordedChange, room: number): string {
  const [first] = causes;
  if (first === undefined) return "";
  const more = causes.length > 1 ? ` and ${causes.length - 1} more` : "";
  return plain(`${first.event} by ${actorName(first.actor)}${more}`, room);
}

function summary(changes: readonly RecordedChange[], more: boolean): string {
  if (changes.length === 0) return "The ledger has no such change.";
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  return more
    ? `The newest ${count}. Older ones: a higher --limit, or --limit all.`
    : `${count}. --json has each one in full.`;
}

function mutedText(mutes: readonly Mute[], look: Appearance): readonly string[] {
  const now = new Date().toISOString();
  const lines = muteLines(mutes.filter((mute) => isMuting(mute, now)));
  return lines.length === 0 ? [] : ["", ...lines.map((line) => wrapText(line, look))];
}

function notRead(unread: number): readonly string[] {
  if (unread === 0) return [];
  return [
    unread === 1
      ? "1 record of another version of pullpass could not be read: it is not shown."
      : `${unread} records of another version of pullpass could not be read: they are not shown.`,
  ];
}
