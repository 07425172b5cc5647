import type { DeleteRuleRequest } from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";
import type { Operation } from "../../service.ts";
import { requireBus, rulePermission } from "./find-rule.ts";

/** A rule that is not there is deleted already. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
export const deleteRule: Operation<DeleteRuleRequest, void> = {
  permissions: (input, call) => [rulePermission("DeleteRule", input.Name, input.EventBusName, call)],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    const rule = bus.rules.get(input.Name ?? "");
    if (!rule) return;
    if (rule.targets.size > 0) {
      throw awsError("ValidationException", "Rule can't be deleted since it has targets.");
    }
    rule.stop();
    bus.rules.delete(rule.name);
  },
  trail: (input) => ({ requestParameters: { name: input.Name }, responseElements: null }),
};
