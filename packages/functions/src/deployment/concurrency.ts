/** How many invocations of a function may run at once, kept free for it. */
import type { FunctionName } from "./permissions.ts";

/** Of each function, where the option `reservedConcurrency` is not set. */
export const reservedByDefault = 5;

/** Where the option says so many of each. */
export function reservedFor(name: FunctionName, each: number): number {
  // Two sweeps at once would only send the same work twice.
  if (name === "sweep") return 1;
  // One more, for the line of sweeps.
  return name === "reconcile" ? each + 1 : each;
}

/** Of a plain deployment: all functions but those that only an option brings. */
export const plainlyReserved = (["ingest", "sweep", "reconcile", "notify", "registry"] as const)
  .map((name) => reservedFor(name, reservedByDefault))
  .reduce((sum, each) => sum + each);
