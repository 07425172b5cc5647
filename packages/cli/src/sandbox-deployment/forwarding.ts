/** Events of other Regions, sent to a deployment's bus: its secrets and keys may live there, and IAM speaks in us-east-1. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { forwardingRules } from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { putRule, ruleSettings } from "./rules.ts";

export async function forward(sandbox: Sandbox, to: string): Promise<void> {
  const bus = `arn:${sandbox.partition}:events:${to}:${sandbox.account}:event-bus/default`;
  for (const from of sandbox.regions.filter((region) => region !== to)) {
    const events = new EventBridgeClient(connect(sandbox, { region: from }));
    for (const rule of forwardingRules(ruleSettings(sandbox, from), everything)) {
      await putRule(events, `pullpass-${rule.name}-to-${to}`, rule, bus);
    }
  }
}

const everything = { secrets: true, keys: true, roles: true } as const;
