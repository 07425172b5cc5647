/** The EventBridge rules of a deployment: events to `ingest`, the schedule to `sweep`. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { type EventRule, eventRules, type RuleSettings } from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { defaults } from "../command-options.ts";

interface Targets {
  readonly ingestArn: string;
  readonly sweepArn: string;
  readonly sweepMinutes: number;
}

export async function route(sandbox: Sandbox, region: string, targets: Targets): Promise<void> {
  const events = new EventBridgeClient(connect(sandbox, { region }));
  for (const rule of eventRules(ruleSettings(sandbox, region), { kms: true })) {
    await putRule(events, `pullpass-${rule.name}`, rule, targets.ingestArn);
  }
  const ScheduleExpression = `rate(${targets.sweepMinutes} minutes)`;
  await events.send(new PutRuleCommand({ Name: "pullpass-sweep", ScheduleExpression }));
  await events.send(
    new PutTargetsCommand({ Rule: "pullpass-sweep", Targets: [{ Id: "sweep", Arn: targets.sweepArn }] }),
  );
}

export function ruleSettings({ partition, account }: Sandbox, region: string): RuleSettings {
  return { partition, account, region, ...defaults };
}

export async function putRule(events: EventBridgeClient, Name: string, rule: EventRule, targetArn: string) {
  const EventPattern = JSON.stringify(rule.pattern);
  await events.send(new PutRuleCommand({ Name, Description: rule.description, EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "pullpass", Arn: targetArn }] }));
}
