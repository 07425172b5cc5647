/** Services of AWS and functions have a clock each: what one tells is held against what another told. */

/** By how much two of them may differ, widely: nobody promises a bound. */
const clocksDifferMs = 5_000;

/** Whichever clocks told them, ISO 8601. Of two moments that are closer together nobody knows: no. */
export function isSurelyBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other) - clocksDifferMs;
}
