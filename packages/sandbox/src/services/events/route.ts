import type { RuleState } from "@aws-sdk/client-eventbridge";
import type { BusEvent, Sandbox } from "../../sandbox.ts";
import { deliver } from "./deliver.ts";
import { nested } from "./pattern/nested.ts";
import type { Bus, Rule } from "./state.ts";

/** Hands an event to the targets of every rule of the bus that matches it. */
export function route(event: BusEvent, bus: Bus, sandbox: Sandbox, isForwarded = false): void {
  const spelledOut = nested(event);
  for (const rule of bus.rules.values()) {
    if (isHeard(event, rule.state) && rule.pattern?.matches(spelledOut)) {
      trigger(rule, event, bus, sandbox, isForwarded);
    }
  }
}

/** Hands an event to the rule's targets, whatever its pattern. */
export function trigger(rule: Rule, event: BusEvent, bus: Bus, sandbox: Sandbox, isForwarded = false): void {
  const forward = (to: Bus) => route(event, to, sandbox, true);
  for (const target of rule.targets.values()) {
    sandbox.track(deliver({ event, target, rule, bus, forward: isForwarded ? undefined : forward }, sandbox));
  }
}

/**
 * Read-only calls are heard by rules that ask for them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
function isHeard(event: BusEvent, state: RuleState): boolean {
  if (state === "DISABLED") return false;
  return !isReadOnly(event.detail) || state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}

function isReadOnly(detail: unknown): boolean {
  const isRecord = typeof detail === "object" && detail !== null;
  return isRecord && "eventVersion" in detail && "readOnly" in detail && detail.readOnly === true;
}
