/** A time of the calendar. Months begin with 1, days of the week with 1 for Sunday. */
interface Calendar {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: (year: number, month: number) => readonly number[];
}

/**
 * The next time of `cron(minutes hours day-of-month month day-of-week year)` after a given one, in UTC; undefined if there
 * is none any more. No answer at all if the text is no such expression.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function readCron(expression: string): ((after: Date) => Date | undefined) | undefined {
  const calendar = readCalendar(/^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ") ?? []);
  return calendar && ((after) => nextIn(calendar, after));
}

function readCalendar(fields: readonly string[]): Calendar | undefined {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  const minutes = readField(minute, 0, 59);
  const hours = readField(hour, 0, 23);
  const months = readField(month, 1, 12, monthNames);
  const years = readField(year, 1970, 2199);
  const days = readDays(dayOfMonth, dayOfWeek);
  if (fields.length !== 6 || !minutes || !hours || !months || !years || !days) return undefined;
  return { minutes, hours, months, years, days };
}

/** Days are given by one of the two fields; the other is `?`. */
function readDays(ofMonth: string, ofWeek: string): Calendar["days"] | undefined {
  if ((ofMonth === "?") === (ofWeek === "?")) return undefined;
  return ofWeek === "?" ? readDaysOfMonth(ofMonth) : readDaysOfWeek(ofWeek);
}

function readDaysOfMonth(text: string): Calendar["days"] | undefined {
  if (text === "L") return (year, month) => [lengthOf(year, month)];
  const [, near] = /^(\d+)W$/.exec(text) ?? [];
  if (near !== undefined) return isWithin(Number(near), 1, 31) ? nearestWeekday(Number(near)) : undefined;
  const days = readField(text, 1, 31);
  return days && ((year, month) => days.filter((day) => day <= lengthOf(year, month)));
}

function readDaysOfWeek(text: string): Calendar["days"] | undefined {
  if (text === "L") return onWeekdays([7]);
  const [, lastName, nthName, nth] = /^(?:(\w+)L|(\w+)#([1-5]))$/.exec(text) ?? [];
  const weekday = readNumber(lastName ?? nthName ?? "", dayNames);
  if (lastName !== undefined || nthName !== undefined) {
    if (!isWithin(weekday, 1, 7)) return undefined;
    const all = onWeekdays([weekday]);
    return (year, month) =>
      all(year, month).slice(...(nth === undefined ? [-1] : [Number(nth) - 1, Number(nth)]));
  }
  const weekdays = readField(text, 1, 7, dayNames);
  return weekdays && onWeekdays(weekdays);
}

function onWeekdays(weekdays: readonly number[]): Calendar["days"] {
  return (year, month) =>
    range(1, lengthOf(year, month)).filter((day) => weekdays.includes(weekdayOf(year, month, day)));
}

/** The weekday next to a day, in the same month. */
function nearestWeekday(wanted: number): Calendar["days"] {
  return (year, month) => {
    const last = lengthOf(year, month);
    if (wanted > last) return [];
    const isWorkday = (day: number) => isWithin(day, 1, last) && isWithin(weekdayOf(year, month, day), 2, 6);
    return [wanted, wanted - 1, wanted + 1, wanted + 2, wanted - 2].filter(isWorkday).slice(0, 1);
  };
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** `*`, values, ranges, and steps: `0/15`, `1-10/2`; several with commas. Undefined if it is none of them. */
function readField(
  text: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): readonly number[] | undefined {
  const parts = text.split(",").map((part) => readPart(part, min, max, names));
  if (parts.some((part) => part === undefined)) return undefined;
  return [...new Set(parts.flatMap((part) => part ?? []))].sort((a, b) => a - b);
}

function readPart(
  text: string,
  min: number,
  max: number,
  names: readonly string[],
): readonly number[] | undefined {
  const [, all, first = "", last, step] = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(text) ?? [];
  const from = all ? min : readNumber(first, names);
  const to = all || (last === undefined && step !== undefined) ? max : readNumber(last ?? first, names);
  const by = Number(step ?? 1);
  if (!isWithin(from, min, max) || !isWithin(to, from, max) || by < 1) return undefined;
  return range(from, to).filter((value) => (value - from) % by === 0);
}

function readNumber(text: string, names: readonly string[]): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text.toUpperCase());
  return index < 0 ? Number.NaN : index + 1;
}

function nextIn({ minutes, hours, months, years, days }: Calendar, after: Date): Date | undefined {
  const isPast = (...[year, month, ...rest]: readonly [number, number, ...number[]]) =>
    Date.UTC(year, month, ...rest) <= after.getTime();
  for (const year of years.filter((one) => one >= after.getUTCFullYear())) {
    for (const month of months.filter((one) => !isPast(year, one))) {
      for (const day of days(year, month).filter((one) => !isPast(year, month - 1, one + 1))) {
        for (const hour of hours) {
          const minute = minutes.find((one) => !isPast(year, month - 1, day, hour, one));
          if (minute !== undefined) return new Date(Date.UTC(year, month - 1, day, hour, minute));
        }
      }
    }
  }
  return undefined;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}
