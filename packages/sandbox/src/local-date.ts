const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date as AWS prints it inside trail records and build events, in UTC: `Sep 1, 2017 4:12:29 PM`. */
export function localDate(date: Date): string {
  return `${dayOf(date)} ${timeOf(date)}`;
}

/** The younger form, with a comma after the year: `Jul 10, 2023, 12:07:59 PM`. */
export function localDateWithComma(date: Date): string {
  return `${dayOf(date)}, ${timeOf(date)}`;
}

/** When something happened, as events say it: to the second, `2026-01-05T12:00:00Z`. */
export function eventTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function dayOf(date: Date): string {
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

function timeOf(date: Date): string {
  const hours = date.getUTCHours();
  const pad = (value: number) => String(value).padStart(2, "0");
  const clock = `${hours % 12 || 12}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
  return `${clock} ${hours < 12 ? "AM" : "PM"}`;
}
