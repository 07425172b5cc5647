/** How single values compare, by type. What is not of the type compares with nothing. */
import ipaddr from "ipaddr.js";
import { matches, type Token } from "../match/pattern.ts";

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
  if (!ipaddr.isValid(address) || !ipaddr.isValid(base)) return false;
  const network = ipaddr.process(base);
  const host = ipaddr.process(address);
  if (prefix === undefined) return host.toNormalizedString() === network.toNormalizedString();
  if (!ipaddr.isValidCIDR(range)) return false;
  return host.kind() === network.kind() && host.match(network, Number(prefix));
}

/**
 * Each of the ARN's six components is compared by itself, and may have wildcards.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(actual: string, expected: readonly Token[]): boolean {
  const components = componentsOf([...actual], (character) => character === ":");
  const patterns = componentsOf(expected, (token) => token.kind === "character" && token.character === ":");
  if (components.length !== 6 || patterns.length !== 6) return false;
  return patterns.every((tokens, index) => matches(tokens, (components[index] ?? []).join("")));
}

/** Split at the first five colons. */
function componentsOf<T>(items: readonly T[], isColon: (item: T) => boolean): readonly (readonly T[])[] {
  const components: T[][] = [[]];
  for (const item of items) {
    if (components.length < 6 && isColon(item)) components.push([]);
    else components.at(-1)?.push(item);
  }
  return components;
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}

function timeMs(text: string): number {
  if (/^\d+$/.test(text) && text.length !== 4) return Number(text) * 1000;
  return isoDate.test(text) ? Date.parse(text) : Number.NaN;
}

/** https://www.w3.org/TR/NOTE-datetime */
const isoDate = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?)?)?$/;
