/** `--since`: a moment that a person writes. */
import { InvalidArgumentError } from "commander";

/** What an option `--since` is read with. @throws InvalidArgumentError */
export function since(text: string): string {
  return momentBefore(text);
}

/** ISO 8601, in UTC. @throws InvalidArgumentError */
export function momentBefore(text: string, now: Date = new Date()): string {
  const [, count, unit] = /^(\d{1,6})(m|h|d)$/.exec(text) ?? [];
  const ago = count === undefined ? undefined : now.getTime() - Number(count) * (unitMs[unit ?? ""] ?? 0);
  const time = ago ?? (isIso.test(text) ? Date.parse(withZone(text)) : Number.NaN);
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError("A time looks like 2026-01-31, 2026-01-31T09:00 (UTC), 90m, 24h or 7d.");
  }
  return new Date(time).toISOString();
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Without one, JavaScript takes a time of day for the computer's own. */
function withZone(text: string): string {
  return !text.includes("T") || /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}
