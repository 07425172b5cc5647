/** Asks an account every question, one after the other, and removes what that created before the next. */
import type { Account } from "./account.ts";
import { isDenial } from "./decision.ts";
import type { Journal } from "./journal.ts";
import { type Answer, isUnserved, neutral, open, type Probe, wordsOf } from "./probe.ts";
import { type Leftover, removeAll } from "./remove.ts";
import { resourcesOf } from "./resources.ts";

export interface Asked {
  readonly answer: Answer;
  readonly seconds: number;
}

export interface Run {
  readonly account: Account;
  /** `AWS`, or what answers in its place. */
  readonly what: string;
  readonly journal: Journal;
  readonly prefix: string;
  readonly eventsWithin: number;
}

/** The answer, or why there is none. @throws AbortError when the run is interrupted, after all is removed */
export async function askOne(
  probe: Probe,
  run: Run,
): Promise<Asked & { readonly left: readonly Leftover[] }> {
  const { account, journal, prefix, eventsWithin } = run;
  const startedAt = account.now();
  try {
    const resources = resourcesOf(account, journal, prefix);
    const answer = await probe.ask({ account, resources, eventsWithin });
    return { answer, seconds: secondsSince(startedAt, account), left: await removeAll(account, journal) };
  } catch (error) {
    const left = await removeAll(account, journal);
    if (!(error instanceof Error) || error.name === "AbortError") throw error;
    return { answer: open(whyOpen(error, run)), seconds: secondsSince(startedAt, account), left };
  }
}

function whyOpen(error: Error, { account, what, prefix }: Run): string {
  const words = neutral(wordsOf(error), account, prefix);
  if (isUnserved(error)) return `${what} does not serve a call that this needs: ${words}`;
  if (isDenial(error)) return `Whoever asked may not: ${words}`;
  return `It failed: ${words}`;
}

function secondsSince(startedAt: number, account: Account): number {
  return Math.round((account.now() - startedAt) / 1_000);
}
