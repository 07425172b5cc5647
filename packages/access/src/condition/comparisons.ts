/** How single values compare, by type. What is not of the type compares with nothing. */
import ipaddr from "ipaddr.js";

/** The comparisons of numbers and dates: `sign` is negative, zero or positive. */
export type Ordering = (sign: number) => boolean;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function compareNumbers(actual: string, expected: string, holds: Ordering): boolean {
  return isNumber(actual) && isNumber(expected) && holds(Number(actual) - Number(expected));
}

/** ISO 8601, where a time has a zone, or seconds since 1970. */
export function compareDates(actual: string, expected: string, holds: Ordering): boolean {
  const difference = timeMs(actual) - timeMs(expected);
  return !Number.isNaN(difference) && holds(difference);
}

export function sameTruth(actual: string, expected: string): boolean {
  const truths = ["true", "false"];
  return truths.includes(expected.toLowerCase()) && actual.toLowerCase() === expected.toLowerCase();
}

/** Both in base64. */
export function sameBytes(actual: string, expected: string): boolean {
  return Buffer.from(actual, "base64").equals(Buffer.from(expected, "base64"));
}

/** `range` is an address or a CIDR block. An IPv4 address written as IPv6 is the IPv4 address. */
export function inRange(address: string, range: string): boolean {
  const [base = "", prefix] = range.split("/");
  const network = addressIn(base);
  const host = network && addressIn(address);
  if (network === undefined || host === undefined || host.kind() !== network.kind()) return false;
  if (prefix === undefined) return host.toNormalizedString() === network.toNormalizedString();
  return ipaddr.isValidCIDR(range) && host.match(network, Number(prefix));
}

/** `undefined`: it is none. */
function addressIn(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  try {
    return ipaddr.process(text);
  } catch {
    return undefined;
  }
}

export function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}

/** Milliseconds since 1970; `NaN`: it is no date. */
export function timeMs(text: string): number {
  if (/^\d+$/.test(text) && text.length !== 4) return Number(text) * 1000;
  return isoDate.test(text) ? Date.parse(text) : Number.NaN;
}

/** https://www.w3.org/TR/NOTE-datetime */
const isoDate = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?)?)?$/;
