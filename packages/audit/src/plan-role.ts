/** observe → diagnose → plan, for one role, without apply. */
import {
  diagnose,
  type ObserveSettings,
  observe,
  type Plan,
  plan,
  type Reads,
  type Settings,
  type Work,
} from "@pullpass/core";

/**
 * What is reported as a want of consent is asked of Secrets Manager itself, because the list that the secrets were taken
 * from may be older than the tag.
 */
export async function planRole(
  work: Work,
  { listed, live }: { readonly listed: Reads; readonly live: Reads },
  settings: Settings & ObserveSettings,
): Promise<Plan> {
  const first = await observeAndPlan(work, listed, settings);
  const lacksConsent = [...first.before.needs.values()].some(({ kind }) => kind === "no-consent");
  return lacksConsent ? observeAndPlan(work, live, settings) : first;
}

async function observeAndPlan(work: Work, reads: Reads, settings: Settings & ObserveSettings): Promise<Plan> {
  return plan(diagnose(await observe(work, reads, settings), settings), settings);
}
