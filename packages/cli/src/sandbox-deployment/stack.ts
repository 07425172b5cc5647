/** What the deployment made, as CloudFormation shows what the stack made: people's commands find it there. */
import { recordStack, type Sandbox, type StackResource, stackArn } from "@pullpass/sandbox";
import type { Options } from "./environment.ts";
import type { FunctionArns } from "./functions.ts";
import type { WorkQueues } from "./messaging.ts";
import type { MadeRule } from "./rules.ts";

const name = "pullpass";

/** The stack's ARN, before it is there. */
export function stackOf({ partition, account }: Sandbox, region: string): string {
  return stackArn({ partition, account, region }, name);
}

interface Parts {
  readonly functions: FunctionArns;
  /** Of the functions that only an option brings, which are a part of it. */
  readonly asked: Pick<Options, "credentialChecks" | "securityHub">;
  readonly rules: readonly MadeRule[];
  readonly queues: WorkQueues;
  readonly deadEventsUrl: string;
  readonly topicArn: string;
  readonly tableName: string;
}

/** Resources have the stack's names for them, without what the CDK adds. */
export function showAsStack(sandbox: Sandbox, region: string, parts: Parts): void {
  const { queues, rules, deadEventsUrl, topicArn, tableName } = parts;
  const part = (type: string, logicalId: string, physicalId: string) => ({
    type: `AWS::${type}`,
    logicalId,
    physicalId,
  });
  const resources: readonly StackResource[] = [
    ...functionsIn(parts).map(([id, function_]) => part("Lambda::Function", id, function_)),
    ...rules.map(({ id, name: rule }) => part("Events::Rule", id, rule)),
    part("SQS::Queue", "Work", queues.work.url),
    part("SQS::Queue", "SweepWork", queues.sweepWork.url),
    part("SQS::Queue", "DeadWork", queues.deadLetterUrl),
    part("SQS::Queue", "DeadEvents", deadEventsUrl),
    part("SNS::Topic", "Notices", topicArn),
    part("DynamoDB::Table", "Ledger", tableName),
  ];
  const outputs = { NoticesTopic: topicArn, LedgerTable: tableName, DeadEventsUrl: deadEventsUrl };
  recordStack(sandbox, { name, region, outputs, resources });
}

/** By the id in the stack, the function's name. */
function functionsIn({ functions, asked }: Parts): readonly (readonly [string, string])[] {
  return Object.entries(functions)
    .filter(([name]) => name !== "credentials" || asked.credentialChecks === true)
    .filter(([name]) => name !== "securityhub" || asked.securityHub === true)
    .map(([name, arn]) => [`${name[0]?.toUpperCase()}${name.slice(1)}`, arn.split(":").at(-1) ?? ""]);
}
