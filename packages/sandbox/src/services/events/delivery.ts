import type { Target } from "@aws-sdk/client-eventbridge";
import type { BusEvent } from "../../sandbox.ts";
import type { Bus, Rule } from "./state.ts";

/** One event on its way to one target. */
export interface Delivery {
  readonly event: BusEvent;
  readonly target: Target;
  readonly rule: Rule;
  /** The bus of the rule. */
  readonly bus: Bus;
  /** Puts the event on another bus; absent when it came from another bus already. */
  readonly forward: ((to: Bus) => void) | undefined;
}
