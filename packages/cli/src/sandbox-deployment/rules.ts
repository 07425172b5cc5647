/** The EventBridge rules of a deployment: events to `ingest`, the schedule to `sweep`, what may change a registry or a login to who asks. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  askedBy,
  type EventRule,
  eventRules,
  type RuleSettings,
  summaryEvent,
} from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { defaults } from "../command-options.ts";

interface Targets {
  readonly ingestArn: string;
  readonly sweepArn: string;
  readonly registryArn: string;
  /** Absent where no logins are checked. */
  readonly credentialsArn: string | undefined;
  readonly sweepMinutes: number;
  readonly notifyArn: string;
  /** Whether it sends what was collected, each minute. */
  readonly collects: boolean;
  /** When it sends what is open; `undefined`: never. */
  readonly summarySchedule: string | undefined;
}

/** A rule, and what the stack calls it. */
export interface MadeRule {
  readonly id: string;
  readonly name: string;
}

export async function route(
  sandbox: Sandbox,
  region: string,
  targets: Targets,
): Promise<readonly MadeRule[]> {
  const events = new EventBridgeClient(connect(sandbox, { region }));
  const asking = { registry: targets.registryArn, credentials: targets.credentialsArn };
  const made: MadeRule[] = [];
  for (const rule of eventRules(ruleSettings(sandbox, region), { kms: true })) {
    const asked = askedBy(rule.name, asking);
    const name = `pullpass-${rule.name}`;
    await putRule(events, name, rule, targets.ingestArn, ...asked);
    made.push({ id: `On${rule.name.replaceAll("-", "")}`, name });
  }
  const ScheduleExpression = `rate(${targets.sweepMinutes} minutes)`;
  await events.send(new PutRuleCommand({ Name: "pullpass-sweep", ScheduleExpression }));
  await putTargets(events, "pullpass-sweep", [
    targets.sweepArn,
    ...Object.values(asking).filter((arn) => arn !== undefined),
  ]);
  made.push({ id: "Sweeps", name: "pullpass-sweep" });
  const { notifyArn: Arn, collects, summarySchedule } = targets;
  if (collects) {
    await onSchedule(events, "pullpass-notices", "rate(1 minute)", { Arn });
    made.push({ id: "CollectedNotices", name: "pullpass-notices" });
  }
  if (summarySchedule !== undefined) {
    await onSchedule(events, "pullpass-summaries", summarySchedule, {
      Arn,
      Input: JSON.stringify(summaryEvent),
    });
    made.push({ id: "Summaries", name: "pullpass-summaries" });
  }
  return made;
}

async function onSchedule(
  events: EventBridgeClient,
  Rule: string,
  ScheduleExpression: string,
  target: { readonly Arn: string; readonly Input?: string },
): Promise<void> {
  await events.send(new PutRuleCommand({ Name: Rule, ScheduleExpression }));
  await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "notify", ...target }] }));
}

export function ruleSettings({ partition, account }: Sandbox, region: string): RuleSettings {
  return { partition, account, region, ...defaults };
}

export async function putRule(
  events: EventBridgeClient,
  Name: string,
  rule: EventRule,
  ...targetArns: readonly string[]
) {
  const EventPattern = JSON.stringify(rule.pattern);
  await events.send(new PutRuleCommand({ Name, Description: rule.description, EventPattern }));
  await putTargets(events, Name, targetArns);
}

async function putTargets(events: EventBridgeClient, Rule: string, arns: readonly string[]): Promise<void> {
  const Targets = arns.map((Arn, index) => ({ Id: `pullpass-${index}`, Arn }));
  await events.send(new PutTargetsCommand({ Rule, Targets }));
}
