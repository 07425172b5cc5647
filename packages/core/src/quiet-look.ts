/** Of a role that many projects use, a look at those that changed: enough where it leaves nothing to do and nothing to say. */
import { findingsToTell } from "./apply/findings.ts";
import { isAtRest } from "./apply/nothing-to-do.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import type { Settings } from "./model/settings.ts";
import type { Work } from "./model/work.ts";
import { observeAlone } from "./observe/observe.ts";
import type { Plan } from "./plan/decided.ts";
import { plan } from "./plan/plan.ts";
import type { Ledger, Reads } from "./ports.ts";

type QuietPorts = Reads & { readonly ledger: Pick<Ledger, "openFindings"> };

/** `undefined` where the whole role is to be looked at: that decides alone what is changed, and what is told. */
export async function quietLook(
  work: Work,
  ports: QuietPorts,
  settings: Settings,
): Promise<Plan | undefined> {
  if (!work.alone || work.listing !== undefined) return undefined;
  const grants = await ports.ledger.grants(work.role, work.region);
  const meant = new Set(work.projects);
  if (grants.every(({ projects }) => projects.every((name) => meant.has(name)))) return undefined;
  const snapshot = await observeAlone(work, ports, settings);
  const decided = plan(diagnose(snapshot, settings), settings);
  return (await isQuiet(decided, ports.ledger)) ? decided : undefined;
}

async function isQuiet(decided: Plan, ledger: QuietPorts["ledger"]): Promise<boolean> {
  const isKnown = decided.unread.length === 0 && (decided.before.snapshot.failedBuilds?.size ?? 0) === 0;
  if (!isAtRest(decided) || !isKnown) return false;
  const { opened, changed, closed } = await findingsToTell(decided, ledger);
  return opened.length + changed.length + closed.length === 0;
}
