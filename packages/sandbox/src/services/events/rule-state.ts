import type { DisableRuleRequest, EnableRuleRequest, RuleState } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../service.ts";
import { requireBus, requireRule, rulePermission } from "./find-rule.ts";
import { keepRule } from "./put-rule.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export const enableRule: Operation<EnableRuleRequest, void> = inState("EnableRule", "ENABLED");

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html */
export const disableRule: Operation<DisableRuleRequest, void> = inState("DisableRule", "DISABLED");

function inState(action: string, state: RuleState): Operation<EnableRuleRequest, void> {
  return {
    permissions: (input, call) => [rulePermission(action, input.Name, input.EventBusName, call)],
    run(input, call) {
      const bus = requireBus(input.EventBusName, call);
      const rule = requireRule(input.Name, bus);
      if (rule.state !== state) keepRule({ ...rule, state }, bus, call);
    },
    trail: (input) => ({ requestParameters: { name: input.Name }, responseElements: null }),
  };
}
