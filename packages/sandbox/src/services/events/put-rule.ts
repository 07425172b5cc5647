import type { PutRuleRequest, PutRuleResponse } from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";
import type { Call, Operation } from "../../service.ts";
import { requireBus, ruleArn, rulePermission } from "./find-rule.ts";
import { readPattern } from "./pattern/read-pattern.ts";
import { readSchedule } from "./read-schedule.ts";
import { keepSchedule } from "./schedule.ts";
import type { Bus, Rule } from "./state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const putRule: Operation<PutRuleRequest, PutRuleResponse> = {
  permissions: (input, call) => [rulePermission("PutRule", input.Name, input.EventBusName, call)],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    const name = input.Name ?? "";
    const { EventPattern, ScheduleExpression } = input;
    if (!EventPattern && !ScheduleExpression) {
      throw validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    const earlier = bus.rules.get(name);
    const rule: Omit<Rule, "stop"> = {
      name,
      arn: ruleArn(name, call),
      state: input.State ?? "ENABLED",
      description: input.Description,
      roleArn: input.RoleArn,
      pattern: EventPattern ? { text: EventPattern, matches: readPattern(EventPattern) } : undefined,
      schedule: ScheduleExpression
        ? { text: ScheduleExpression, next: readSchedule(ScheduleExpression) }
        : undefined,
      targets: earlier?.targets ?? new Map(),
    };
    keepRule(rule, bus, call);
    return { RuleArn: rule.arn };
  },
  trail: (input, output) => ({
    requestParameters: {
      name: input.Name,
      eventPattern: input.EventPattern,
      scheduleExpression: input.ScheduleExpression,
      state: input.State,
      description: input.Description,
    },
    responseElements: { ruleArn: output.RuleArn },
  }),
};

/** Puts the rule in the place of the one with its name, and starts its schedule anew. */
export function keepRule(rule: Omit<Rule, "stop">, bus: Bus, { sandbox }: Call): void {
  bus.rules.get(rule.name)?.stop();
  bus.rules.set(rule.name, keepSchedule(rule, bus, sandbox));
}

function validation(message: string) {
  return awsError("ValidationException", message);
}
