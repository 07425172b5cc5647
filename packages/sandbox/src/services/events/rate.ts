import { awsError } from "../../errors.ts";

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The milliseconds of `rate(1 hour)` or `rate(5 minutes)`; the unit is in the singular for 1 alone. `cron(…)` is not
 * served and refused like any other text. @throws ValidationException
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function readRate(expression: string): number {
  const [, digits = "", unit = "", plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const value = Number(digits);
  const every = value * (unitMs[unit] ?? 0);
  if (every > 0 && (value === 1) === (plural === "")) return every;
  throw awsError("ValidationException", "Parameter ScheduleExpression is not valid.");
}
