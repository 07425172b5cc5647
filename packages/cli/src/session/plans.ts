/** work → plan, for every role that a command looks at. */
import { diagnose, inParallel, observe, type Plan, plan, type Work } from "@pullpass/core";
import type { Session } from "./session.ts";

/** Roles looked at side by side; each is about a dozen calls. */
const rolesAtOnce = 8;

/** One plan a role, in the order of the work. Nothing is written. @throws what the ledger throws */
export async function plansFor(
  work: readonly Work[],
  { ports, settings }: Session,
): Promise<readonly Plan[]> {
  return inParallel(work, rolesAtOnce, async (each) =>
    plan(diagnose(await observe(each, ports, settings), settings), settings),
  );
}
