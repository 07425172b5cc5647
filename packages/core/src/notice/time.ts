/** Times as people say them. */

/** `29 November 2026, 14:05 UTC`; what is no time stays as it is. */
export function timeInWords(time: string): string {
  const date = /^\d{4}-\d\d-\d\dT/.test(time) ? new Date(time) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) return time;
  const clock = date.toISOString().slice(11, 16);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${clock} UTC`;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
