/** The EventBridge rules of a deployment: events to `ingest`, the schedule to `sweep`, what may change a registry or a login to who asks. */
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { askedBy, type EventRule, eventRules, type RuleSettings } from "@pullpass/functions/deployment";
import { connect, type Sandbox } from "@pullpass/sandbox";
import { defaults } from "../command-options.ts";

interface Targets {
  readonly ingestArn: string;
  readonly sweepArn: string;
  readonly registryArn: string;
  /** Absent where no logins are checked. */
  readonly credentialsArn: string | undefined;
  readonly sweepMinutes: number;
  /** Sends what was collected, each minute; absent where notices go at once. */
  readonly notifyArn?: string;
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
  if (targets.notifyArn === undefined) return made;
  const Rule = "pullpass-notices";
  await events.send(new PutRuleCommand({ Name: Rule, ScheduleExpression: "rate(1 minute)" }));
  await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: "notify", Arn: targets.notifyArn }] }));
  return [...made, { id: "CollectedNotices", name: Rule }];
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
