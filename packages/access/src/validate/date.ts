/**
 * The dates that IAM stores: more than it compares, such as `2016-12-13t2:00` without a zone. As moto's authors saw it:
 * https://github.com/getmoto/moto/blob/master/moto/iam/policy_validation.py
 */
export function isStoredDate(text: string): boolean {
  if (/^\d+$/.test(text)) return text.length <= 19 && BigInt(text) <= largestTime;
  const {
    month = "1",
    day = "1",
    hour = "0",
    minute = "0",
    second = "0",
  } = form.exec(text)?.groups ?? {
    month: "0",
  };
  return (
    isWithin(month, 1, 12) &&
    isWithin(day, 1, 31) &&
    isWithin(hour, 0, 23) &&
    isWithin(minute, 0, 59) &&
    isWithin(second, 0, 59)
  );
}

const largestTime = 9_223_372_036_854_775_807n;

const form =
  /^-?\d{1,9}(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:t(?:(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.\d{1,9})?)?)?(?:z|[+-]\d{2}(?::?\d{2})?)?)?)?$/i;

function isWithin(text: string, least: number, most: number): boolean {
  return Number(text) >= least && Number(text) <= most;
}
