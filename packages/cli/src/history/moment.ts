/** Moments that a person writes. */
import { muteDaysMax } from "@pullpass/core";
import { InvalidArgumentError } from "commander";

/** What an option `--since` is read with. @throws InvalidArgumentError */
export function since(text: string): string {
  return momentBefore(text);
}

/** What an option `--until` is read with. @throws InvalidArgumentError */
export function until(text: string): string {
  return momentAfter(text);
}

/** ISO 8601, in UTC: a time, or so long before now. @throws InvalidArgumentError */
export function momentBefore(text: string, now: Date = new Date()): string {
  return new Date(momentIn(text, now, -1)).toISOString();
}

/** ISO 8601, in UTC: a time to come, or so long after now, and not for ever. @throws InvalidArgumentError */
export function momentAfter(text: string, now: Date = new Date()): string {
  const time = momentIn(text, now, 1);
  if (time <= now.getTime()) throw new InvalidArgumentError("That time is over.");
  if (time > now.getTime() + muteDaysMax * dayMs) {
    throw new InvalidArgumentError(`That is more than ${muteDaysMax} days away, which is the most.`);
  }
  return new Date(time).toISOString();
}

const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: dayMs };

function momentIn(text: string, now: Date, direction: 1 | -1): number {
  const [, count, unit] = /^(\d{1,6})(m|h|d)$/.exec(text) ?? [];
  if (count !== undefined) return now.getTime() + direction * Number(count) * (unitMs[unit ?? ""] ?? 0);
  const time = isIso.test(text) && isDay(text) ? Date.parse(withZone(text)) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError("A time looks like 2026-01-31, 2026-01-31T09:00 (UTC), 90m, 24h or 7d.");
}

const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** JavaScript takes 31 February for 3 March. */
function isDay(text: string): boolean {
  const date = new Date(`${text.slice(0, 10)}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10));
}

/** Without one, JavaScript takes a time of day for the computer's own. */
function withZone(text: string): string {
  return !text.includes("T") || /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}
