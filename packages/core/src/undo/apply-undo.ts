/** Carries an undo out: recorded as planned before it is made, and as applied after it, as every change is. */
import { isDeepStrictEqual } from "node:util";
import { applyNormalizations } from "../apply/normalizations.ts";
import type { FailedChange } from "../apply/outcome.ts";
import { applyPolicy } from "../apply/policy.ts";
import type { Change } from "../model/change.ts";
import type { Work } from "../model/work.ts";
import type { ProjectUpdate } from "../plan/decided.ts";
import type { Projects, Writes } from "../ports.ts";
import type { RoleUndo } from "./undone.ts";

/** Puts the tag `ignore` on a role or a project. */
export interface KeepOff {
  role(role: string): Promise<void>;
  project(region: string, name: string): Promise<void>;
}

export interface UndoOutcome {
  readonly applied: readonly Change[];
  readonly failed: readonly FailedChange[];
  /** Somebody changed the project since it was looked at: it is as they left it. */
  readonly superseded: readonly Change[];
  /** Open whether they took effect: another undo settles them. */
  readonly errors: readonly unknown[];
}

/**
 * The tags first: pullpass hears of the writes at once, and would make the same again. Projects before the policy: none names a
 * secret that its role was just kept from. Never throws for a write that fails; @throws what ledger and tags throw
 */
export async function applyUndo(
  undo: RoleUndo,
  work: Work,
  writes: Writes,
  keepOff: KeepOff | undefined,
): Promise<UndoOutcome> {
  const now = () => writes.clock.now().toISOString();
  const grants = undo.changes.filter(({ kind }) => kind !== "normalization");
  await writes.ledger.planned(undo.changes, now());
  await writes.ledger.applied(undo.finished, now());
  if (keepOff !== undefined) {
    if (undo.keepOff.role) await keepOff.role(undo.role);
    for (const name of undo.keepOff.projects) await keepOff.project(undo.region, name);
  }
  const updates = await seenAgain(undo.updates, writes.projects);
  const projects = await applyNormalizations(updates, writes, false);
  const { policy, taken } = undo;
  const access =
    grants.length === 0
      ? { applied: [], failed: [], errors: [] }
      : await applyPolicy({ work, changes: grants, policy, taken, grants: undo.grants }, writes);
  return {
    applied: [...undo.finished, ...projects.applied, ...access.applied],
    failed: [...projects.failed, ...access.failed],
    superseded: projects.superseded,
    errors: [...projects.errors, ...access.errors],
  };
}

/** Its own tag is no change of somebody else's. */
async function seenAgain(
  updates: readonly ProjectUpdate[],
  projects: Pick<Projects, "read">,
): Promise<readonly ProjectUpdate[]> {
  const again: ProjectUpdate[] = [];
  for (const update of updates) {
    const { seen } = update;
    const [now] = await projects.read(seen.region, [seen.name]);
    const { tags, lastModified } = now ?? seen;
    const isOnlyTagged = isDeepStrictEqual(now, { ...seen, tags, lastModified });
    again.push(isOnlyTagged && now !== undefined ? { ...update, seen: now } : update);
  }
  return again;
}
