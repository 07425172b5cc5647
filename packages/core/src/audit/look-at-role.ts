/** observe → plan, for one role, without apply. */
import type { Work } from "../model/work.ts";
import { observe } from "../observe/observe.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Plan } from "../plan/decided.ts";
import { plan } from "../plan/plan.ts";
import type { Settings } from "../plan/settings.ts";
import type { Reads } from "../ports.ts";

export interface RoleLook {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

/**
 * What is reported as a want of consent is asked of Secrets Manager itself, for the list that the secrets were taken
 * from may be older than the tag.
 */
export async function lookAtRole(
  work: Work,
  { listed, live }: { readonly listed: Reads; readonly live: Reads },
  settings: Settings,
): Promise<RoleLook> {
  const first = await look(work, listed, settings);
  const lacksConsent = first.plan.findings.some(({ rule }) => rule === "secret-no-consent");
  return lacksConsent ? look(work, live, settings) : first;
}

async function look(work: Work, reads: Reads, settings: Settings): Promise<RoleLook> {
  const snapshot = await observe(work, reads, { ...settings, inFull: true });
  return { snapshot, plan: plan(snapshot, settings) };
}
