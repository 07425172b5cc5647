/** what is open → one message, on a schedule */
import type { Mute } from "./model/mute.ts";
import { chatSummaryOf } from "./notice/chat-message.ts";
import type { Topic } from "./notice/ports.ts";
import { type SummaryPlace, summaryOf } from "./notice/summary.ts";
import type { Clock, Ledger, OpenFinding } from "./ports.ts";

export interface SummarizePorts {
  readonly topic: Topic;
  /** Its messages are for chats; absent where nobody asked for it. */
  readonly chat?: Topic;
  readonly ledger: Pick<Ledger, "everyOpenFinding">;
  /** What people muted in the Region. */
  readonly mutes: () => Promise<readonly Mute[]>;
  readonly clock: Clock;
}

/** How many messages were sent: none where nothing is open. @throws the errors of `errors.ts` */
export async function summarize(
  { topic, chat, ledger, mutes, clock }: SummarizePorts,
  place: SummaryPlace,
): Promise<0 | 1 | 2> {
  const open: OpenFinding[] = [];
  for await (const page of ledger.everyOpenFinding(place.region)) open.push(...page);
  const summary = summaryOf(open, await mutes(), place, clock.now().toISOString());
  if (summary === undefined) return 0;
  await topic.publish(summary.message);
  if (chat === undefined) return 1;
  await chat.publish(chatSummaryOf(summary.message, summary.causes, place));
  return 2;
}
