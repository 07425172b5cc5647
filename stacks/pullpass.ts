/** The stack, top to bottom: plain CDK constructs, so that SST and the CDK deploy the same thing. */
import { CfnOutput, type Stack } from "aws-cdk-lib";
import { alarms } from "./alarms.ts";
import { claim } from "./claim.ts";
import { dashboard } from "./dashboard.ts";
import { deadEvents } from "./dead-letters.ts";
import { encryptionKey } from "./encryption.ts";
import { functions } from "./functions.ts";
import { ledgerTable } from "./ledger-table.ts";
import { chatTopic, noticesTopic } from "./notices.ts";
import { defaults, type Options } from "./options.ts";
import { rules } from "./rules.ts";
import { workQueues } from "./work-queue.ts";

export function pullpass({ stack }: { readonly stack: Stack }, options: Options = defaults): void {
  const key = options.customerManagedKey ? encryptionKey(stack) : undefined;
  const table = ledgerTable(stack, key);
  const { work, sweepWork, deadWork } = workQueues(stack, key);
  const dead = deadEvents(stack, key);
  const topic = noticesTopic(stack, { subscriptions: options.notices, key });
  const chat = options.chat ? chatTopic(stack, key) : undefined;

  const made = functions(stack, { table, work, sweepWork, deadEvents: dead, topic, chat, key }, options);
  rules(stack, made.functions, dead, options);
  claim(stack, table);

  const { sweepMinutes, metrics } = options;
  const queues = { deadWork, deadEvents: dead, work, sweepWork };
  const watched = { ...queues, functions: made.functions, sweepMinutes, metrics };
  const rung = options.alarms ? alarms(stack, watched, topic) : [];

  outputs(stack, {
    NoticesTopic: [topic.topicArn, "Subscribe here to hear of every change and finding"],
    ...(chat !== undefined && {
      ChatTopic: [chat.topicArn, "For Amazon Q Developer in chat applications"] as const,
    }),
    LedgerTable: [table.tableName, "Its ledger, which the pullpass command finds by itself"],
    ...(options.dashboard && {
      DashboardUrl: [dashboard(stack, watched, rung), "How pullpass is, and what to do about it"] as const,
    }),
    DeadWorkArn: [deadWork.queueArn, "Work that failed for good; docs/operations.md has what to do with it"],
    DeadEventsUrl: [dead.queueUrl, "What could not be delivered"],
    WorkMapping: [made.workMapping, "What takes work to reconcile: disabled, pullpass changes nothing"],
    SweepFunction: [made.functions.sweep.functionName, "Invoked, it looks at every project"],
    ...(key !== undefined && { EncryptionKey: [key.keyArn, "Encrypts all that pullpass keeps"] as const }),
  });
}

function outputs(stack: Stack, all: Readonly<Record<string, readonly [value: string, description: string]>>) {
  for (const [name, [value, description]] of Object.entries(all)) {
    new CfnOutput(stack, name, { value, description });
  }
}
