import type { BusEvent, Sandbox } from "../../sandbox.ts";
import { trigger } from "./route.ts";
import type { Bus, Rule } from "./state.ts";

/** The rule with its schedule running, if it has one and is not disabled: first after one period, then every period. */
export function keepSchedule(rule: Omit<Rule, "stop">, bus: Bus, sandbox: Sandbox): Rule {
  if (!rule.schedule || rule.state === "DISABLED") return { ...rule, stop: () => {} };
  const { everyMs } = rule.schedule;
  let cancel = () => {};
  const kept = { ...rule, stop: () => cancel() };
  const arm = () => {
    cancel = sandbox.clock.after(everyMs, () => {
      arm();
      trigger(kept, scheduledEvent(kept, bus, sandbox), bus, sandbox);
    });
  };
  arm();
  return kept;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function scheduledEvent(rule: Rule, { place }: Bus, sandbox: Sandbox): BusEvent {
  return {
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: place.account,
    time: sandbox.clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z"),
    region: place.region,
    resources: [rule.arn],
    detail: {},
  };
}
