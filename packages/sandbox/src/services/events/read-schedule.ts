import { awsError } from "../../errors.ts";
import { readCron } from "./cron.ts";

/** When a schedule is due next after a time; undefined for never again. */
export type NextTime = (after: Date) => Date | undefined;

/**
 * `rate(1 hour)`, `rate(5 minutes)`, or `cron(…)`. @throws ValidationException
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function readSchedule(expression: string): NextTime {
  const next = readRate(expression) ?? readCron(expression);
  if (next) return next;
  throw awsError("ValidationException", "Parameter ScheduleExpression is not valid.");
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The unit is in the singular for 1 alone. */
function readRate(expression: string): NextTime | undefined {
  const [, digits = "", unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const value = Number(digits);
  const every = value * (unitMs[unit] ?? 0);
  if (every <= 0 || (value === 1) !== (plural === "")) return undefined;
  return (after) => new Date(after.getTime() + every);
}
