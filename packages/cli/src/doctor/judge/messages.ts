/** What died and waits, and who hears of what pullpass does. */
import { listed, plain } from "@pullpass/core";
import type { Verdict } from "../check.ts";
import type { ExaminedDeployment, QueueName } from "../examined.ts";
import { about, deployAgain, fault, fine, untold, untoldOf, warning } from "./verdicts.ts";

export function judgeDeadLetters({ queues, parts }: ExaminedDeployment): readonly Verdict[] {
  if (parts.kind !== "known") return [];
  const all = [...queues].map(([name, known]) => ({ name, known }));
  const gone = all.filter(({ known }) => known.kind === "absent").map(({ name }) => name);
  const waiting = (name: QueueName) => {
    const queue = queues.get(name);
    return queue?.kind === "known" ? queue.value.waiting : 0;
  };
  const verdicts = [
    ...(gone.length > 0 ? [fault(`${about("Queue", gone, ["is", "are"])} gone.`, deployAgain)] : []),
    ...(waiting("DeadWork") > 0
      ? [
          fault(
            `${pieces(waiting("DeadWork"), "piece of work", "pieces of work")} failed for good: a build may not pull.`,
            "Read the log of Reconcile for why, mend it, and redrive: docs/operations.md, Redrive.",
          ),
        ]
      : []),
    ...(waiting("DeadEvents") > 0
      ? [
          warning(
            `${pieces(waiting("DeadEvents"), "event or notice", "events or notices")} reached nobody.`,
            "See their attributes for why: docs/operations.md, Dead events.",
          ),
        ]
      : []),
    ...untoldOf("What waits in", all),
  ];
  return verdicts.length > 0 ? verdicts : [fine("None are waiting.")];
}

function pieces(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function judgeSubscriptions({ subscriptions, parts }: ExaminedDeployment): readonly Verdict[] {
  if (parts.kind !== "known") return [];
  if (subscriptions.kind === "unknown") return [untold("Who hears of changes", subscriptions)];
  if (subscriptions.kind === "absent") return [fault("The topic of notices is gone.", deployAgain)];
  const pending = subscriptions.value.filter(({ arn }) => arn === "PendingConfirmation");
  const confirmed = subscriptions.value.filter(({ arn }) => arn.startsWith("arn:"));
  if (pending.length > 0) {
    const who = listed(
      pending.map(({ endpoint }) => plain(endpoint, 200)),
      5,
    );
    return [
      warning(`Not confirmed, and hears nothing: ${who}.`, "Follow the link that Amazon SNS sent there."),
    ];
  }
  if (confirmed.length > 0) return [fine(`${pieces(confirmed.length, "is", "are")} confirmed.`)];
  return [
    warning(
      "Nobody hears of changes, findings and alarms: the topic has no subscription.",
      "Set the option notices, and deploy again.",
    ),
  ];
}
