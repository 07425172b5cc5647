/** Amazon EventBridge: the default bus of each account and Region, its rules and their targets. */
import * as sdk from "@aws-sdk/client-eventbridge";
import constraints from "../../constraints/tables/events.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { describeEventBus, listEventBuses, putPermission, removePermission } from "./bus.ts";
import { deleteRule } from "./delete-rule.ts";
import { describeRule, listRules } from "./list-rules.ts";
import { putEvents } from "./put-events.ts";
import { putRule } from "./put-rule.ts";
import { route } from "./route.ts";
import { disableRule, enableRule } from "./rule-state.ts";
import { defaultBus } from "./state.ts";
import { listTargetsByRule, putTargets, removeTargets } from "./targets.ts";
import { testEventPattern } from "./test-event-pattern.ts";

export const events: Service = {
  signingName: "events",
  eventSource: "events.amazonaws.com",
  sdk,
  client: () => new sdk.EventBridgeClient({ region: "us-east-1" }),
  constraints,
  start: (sandbox) =>
    sandbox.onEvent((event) => {
      const { account, region } = event;
      route(event, defaultBus(sandbox, { partition: sandbox.partition, account, region }), sandbox);
    }),
  operations: {
    DeleteRule: deleteRule,
    DescribeEventBus: describeEventBus,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListEventBuses: listEventBuses,
    ListRules: listRules,
    ListTargetsByRule: listTargetsByRule,
    PutEvents: putEvents,
    PutPermission: putPermission,
    PutRule: putRule,
    PutTargets: putTargets,
    RemovePermission: removePermission,
    RemoveTargets: removeTargets,
    TestEventPattern: testEventPattern,
  },
};
