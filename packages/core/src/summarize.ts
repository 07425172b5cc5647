/** what is open → one message, on a schedule */
import type { Mute } from "./model/mute.ts";
import type { Topic } from "./notice/ports.ts";
import { type SummaryPlace, summaryOf } from "./notice/summary.ts";
import type { Clock, Ledger, OpenFinding } from "./ports.ts";

export interface SummarizePorts {
  readonly topic: Topic;
  readonly ledger: Pick<Ledger, "everyOpenFinding">;
  /** What people muted in the Region. */
  readonly mutes: () => Promise<readonly Mute[]>;
  readonly clock: Clock;
}

/** How many messages were sent: none where nothing is open. @throws the errors of `errors.ts` */
export async function summarize(
  { topic, ledger, mutes, clock }: SummarizePorts,
  place: SummaryPlace,
): Promise<0 | 1> {
  const open: OpenFinding[] = [];
  for await (const page of ledger.everyOpenFinding(place.region)) open.push(...page);
  const message = summaryOf(open, await mutes(), place, clock.now().toISOString());
  if (message === undefined) return 0;
  await topic.publish(message);
  return 1;
}
