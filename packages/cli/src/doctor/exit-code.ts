import { exitCodes } from "../exit-codes.ts";
import type { Check } from "./check.ts";

/** What is found counts more than what cannot be told. */
export function exitCodeOf(checks: readonly Check[]): number {
  if (checks.some(({ outcome }) => outcome === "fault" || outcome === "warning")) return exitCodes.found;
  return checks.some(({ outcome }) => outcome === "unknown") ? exitCodes.unseen : exitCodes.ok;
}
