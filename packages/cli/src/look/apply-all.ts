/** plans → what came of them. */
import { apply, type Outcome, type Plan } from "@pullpass/core";
import type { Look } from "./look.ts";

/** What came of one role's plan. */
export interface Done extends Omit<Outcome, "proposed" | "findings"> {
  readonly role: string;
  /** Changes that may or may not have been made; the next run settles them. */
  readonly errors: readonly string[];
  readonly unknowns: readonly string[];
}

/** Role after role, as the deployment's queue does; one that fails does not stop the others. */
export async function applyAll(plans: readonly Plan[], { ports }: Look): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const plan of plans) {
    const { work, unknowns } = plan;
    try {
      const { applied, failed } = await apply(plan, ports);
      done.push({ role: work.role, applied, failed, errors: [], unknowns });
    } catch (error) {
      const errors = [error instanceof Error ? error.message : String(error)];
      done.push({ role: work.role, applied: [], failed: [], errors, unknowns });
    }
  }
  return done;
}
