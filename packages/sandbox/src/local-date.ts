const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date as AWS prints it inside trail records and build events, in UTC: `Sep 1, 2017 4:12:29 PM`. */
export function localDate(date: Date): string {
  return `${dayOf(date)} ${timeOf(date)}`;
}

/** The younger form, with a comma after the year: `Jul 10, 2023, 12:07:59 PM`. */
export function localDateWithComma(date: Date): string {
  return `${dayOf(date)}, ${timeOf(date)}`;
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
