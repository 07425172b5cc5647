/** When something happened, as events say it: to the second, `2026-01-05T12:00:00Z`. */
export function eventTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
