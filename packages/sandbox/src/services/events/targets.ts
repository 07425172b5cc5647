import {
  LimitExceededException,
  type ListTargetsByRuleRequest,
  type ListTargetsByRuleResponse,
  type PutTargetsRequest,
  type PutTargetsResponse,
  type RemoveTargetsRequest,
  type RemoveTargetsResponse,
} from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../service.ts";
import { requireBus, requireRule, rulePermission } from "./find-rule.ts";
import { page } from "./page.ts";
import { checkTarget } from "./target-rules.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets: Operation<PutTargetsRequest, PutTargetsResponse> = {
  permissions: (input, call) => [rulePermission("PutTargets", input.Rule, input.EventBusName, call)],
  run(input, call) {
    const rule = requireRule(input.Rule, requireBus(input.EventBusName, call));
    const targets = input.Targets ?? [];
    for (const target of targets) checkTarget(target);
    const ids = new Set([...rule.targets.keys(), ...targets.map(({ Id }) => Id)]);
    if (ids.size > targetsMax) {
      const message = "The requested resource exceeds the maximum number allowed.";
      throw new LimitExceededException({ message, $metadata: {} });
    }
    for (const target of targets) rule.targets.set(target.Id ?? "", target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  trail: (input, output) => ({
    requestParameters: {
      rule: input.Rule,
      targets: input.Targets?.map(({ Id, Arn }) => ({ id: Id, arn: Arn })),
    },
    responseElements: { failedEntryCount: output.FailedEntryCount, failedEntries: [] },
  }),
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets: Operation<RemoveTargetsRequest, RemoveTargetsResponse> = {
  permissions: (input, call) => [rulePermission("RemoveTargets", input.Rule, input.EventBusName, call)],
  run(input, call) {
    const rule = requireRule(input.Rule, requireBus(input.EventBusName, call));
    for (const id of input.Ids ?? []) rule.targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  trail: (input) => ({
    requestParameters: { rule: input.Rule, ids: input.Ids },
    responseElements: { failedEntryCount: 0, failedEntries: [] },
  }),
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule: Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> = {
  permissions: (input, call) => [rulePermission("ListTargetsByRule", input.Rule, input.EventBusName, call)],
  run(input, call) {
    const rule = requireRule(input.Rule, requireBus(input.EventBusName, call));
    const { items, token } = page([...rule.targets.values()], input.NextToken, input.Limit);
    return { Targets: [...items], ...token };
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsMax = 5;
