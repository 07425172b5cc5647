import type {
  DescribeRuleRequest,
  DescribeRuleResponse,
  ListRulesRequest,
  ListRulesResponse,
} from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../service.ts";
import { requireBus, requireRule, ruleArn, rulePermission } from "./find-rule.ts";
import { page } from "./page.ts";
import type { Bus, Rule } from "./state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule: Operation<DescribeRuleRequest, DescribeRuleResponse> = {
  permissions: (input, call) => [rulePermission("DescribeRule", input.Name, input.EventBusName, call)],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    return { ...shown(requireRule(input.Name, bus), bus), CreatedBy: bus.place.account };
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules: Operation<ListRulesRequest, ListRulesResponse> = {
  permissions: (_, call) => [
    { action: "events:ListRules", resource: ruleArn("*", call), resourceAccount: call.place.account },
  ],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    const rules = [...bus.rules.values()]
      .filter(({ name }) => name.startsWith(input.NamePrefix ?? ""))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, token } = page(rules, input.NextToken, input.Limit);
    return { Rules: items.map((rule) => shown(rule, bus)), ...token };
  },
};

function shown(rule: Rule, bus: Bus) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    State: rule.state,
    EventBusName: bus.name,
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    ...(rule.pattern && { EventPattern: rule.pattern.text }),
    ...(rule.schedule && { ScheduleExpression: rule.schedule.text }),
  };
}
