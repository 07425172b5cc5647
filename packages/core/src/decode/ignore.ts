import type { Ignored } from "../model/trigger.ts";

/** `reason` is one clause for whoever wonders why nothing happened. */
export function ignore(reason: string): Ignored {
  return { kind: "ignored", reason };
}
