import { eventTime } from "../../local-date.ts";
import type { BusEvent, Sandbox } from "../../sandbox.ts";
import { trigger } from "./route.ts";
import type { Bus, Rule } from "./state.ts";

/** The rule with its schedule running, if it has one and is not disabled: a rate is due first after one period. */
export function keepSchedule(rule: Omit<Rule, "stop">, bus: Bus, sandbox: Sandbox): Rule {
  if (!rule.schedule || rule.state === "DISABLED") return { ...rule, stop: () => {} };
  const { next } = rule.schedule;
  let cancel = () => {};
  const kept = { ...rule, stop: () => cancel() };
  const arm = () => {
    const now = sandbox.clock.now();
    const due = next(now);
    if (!due) return;
    cancel = sandbox.clock.after(due.getTime() - now.getTime(), () => {
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
    time: eventTime(sandbox.clock.now()),
    region: place.region,
    resources: [rule.arn],
    detail: {},
  };
}
