/**
 * What becomes of changes that a crash left planned. The retry of the same work plans most of them again, under the
 * same id, and they are simply made. For the others, what the new plan observed decides:
 *
 *   the plan has it again, under another id     the newer one is recorded, and then this one forgotten
 *   the plan has more than the policy says      it was made, and what the plan has is another: recorded as applied
 *   a newer record of the same was left, too    the newer one is the record, this one is forgotten
 *   it is a grant that waits for a listing      it was made: the ledger gets it, for the sweep to find
 *   the account shows it                        it was made: recorded as applied
 *   something could not be read                 stays as it is
 *   a person's undo, begun minutes ago          stays as it is
 *   a build to start again, for an hour         stays as it is: work of its own waits for its time
 *   otherwise                                   it was not made, or undone since, and nobody wants it: failed
 *
 * What may have been made has a record at every moment: a crash may come here, too.
 */

import { isWithin } from "../model/binding.ts";
import type { Change, Grant, Grants, Normalizes, Revokes } from "../model/change.ts";
import { ownGrantsOf } from "../observe/own-grants.ts";
import type { Plan } from "../plan/decided.ts";
import { type GrantedSecret, haveSameKeys } from "../policy/role-policy.ts";
import type { Ledger, RecordedChange, Writes } from "../ports.ts";

/**
 * `left`: in the order they were planned. Answers with the grants that wait for a listing: they are still to be recorded, and the role's
 * grants with them.
 */
export async function settle(
  plan: Plan,
  left: readonly RecordedChange[],
  { ledger, clock }: Pick<Writes, "ledger" | "clock">,
): Promise<readonly Grants[]> {
  const waiting: Grants[] = [];
  const now = () => clock.now().toISOString();
  for (const [i, { change, plannedAt }] of left.entries()) {
    if (plan.changes.some(({ id }) => id === change.id)) continue;
    if (change.kind === "retry") {
      if (isForgotten(plannedAt, plan)) await ledger.failed(change, notStarted, now());
      continue;
    }
    if (mayBeUnderWay(change, plannedAt, plan)) continue;
    const newer = plan.changes.find((other) => isSame(other, change));
    if (newer !== undefined && !isAnother(newer, change, plan)) await replace(change, newer, ledger, now());
    else if (isRecordedAnew(change, left.slice(i + 1), plan)) await ledger.discarded([change]);
    else if (isWaiting(change, plan)) waiting.push(change);
    else if (isMade(change, plan)) await ledger.applied([change], now());
    else if (plan.unknowns.length === 0) await ledger.failed(change, notMade, now());
  }
  return waiting;
}

/** Was it made, does the ledger not have it, and does the policy keep it? */
function isWaiting(change: Change, plan: Plan): change is Grants {
  if (change.kind !== "grant" || !isGranted(change, plan)) return false;
  const { secret } = change.grant;
  const isTaken = plan.changes.some((other) => other.kind === "revocation" && other.grant.secret === secret);
  return !isTaken && !plan.grants.some((grant) => grant.secret === secret);
}

/** An undo is a person's, beside the one writer of the role: what wakes this look may be its first call. */
function mayBeUnderWay({ undoes }: Change, plannedAt: string, { before: { snapshot } }: Plan): boolean {
  return undoes !== undefined && Date.parse(snapshot.takenAt) - Date.parse(plannedAt) < undoMs;
}

const undoMs = 15 * 60_000;

function isForgotten(plannedAt: string, { before: { snapshot } }: Plan): boolean {
  return Date.parse(snapshot.takenAt) - Date.parse(plannedAt) > retryMs;
}

const retryMs = 60 * 60_000;

const notStarted =
  "pullpass was interrupted before it started the build again, and it is too late for that now.";

const notMade =
  "pullpass was interrupted here. The account does not show the change, and nothing asks for it any more.";

/** A project's update that was made is not planned again, and one whose grant fails leaves no record. */
async function replace(change: Change, newer: Change, ledger: Ledger, now: string): Promise<void> {
  if (newer.kind !== "normalization") await ledger.planned([newer], now);
  await ledger.discarded([change]);
}

/** Of a grant that the policy has: does the newer one add to it? */
function isAnother(newer: Change, change: Change, { before }: Plan): boolean {
  if (newer.kind !== "grant" || change.kind !== "grant") return false;
  const inPolicy = ownGrantsOf(before.snapshot, before.settings);
  return isAmong(inPolicy, change.grant) && !isAmong(inPolicy, newer.grant);
}

function isRecordedAnew(change: Change, later: readonly RecordedChange[], plan: Plan): boolean {
  return later.some((newer) => isSame(newer.change, change) && isMade(newer.change, plan));
}

function isSame(one: Change, other: Change): boolean {
  return one.kind === other.kind && target(one) === target(other);
}

function target(change: Change): string {
  if (change.kind === "restoration") return change.policyName;
  return change.kind === "grant" || change.kind === "revocation" ? change.grant.secret : change.project;
}

function isMade(change: Change, plan: Plan): boolean {
  switch (change.kind) {
    case "grant":
      return isGranted(change, plan);
    case "revocation":
      return isRevoked(change, plan);
    case "restoration":
      return !plan.changes.some(({ kind }) => kind === "restoration");
    case "normalization":
      return isNormalized(change, plan);
    case "retry":
      return change.startedAs !== undefined;
    default:
      return change satisfies never;
  }
}

/** Granted now and no change, or there to be revoked; or the role's policy says it, of which some is to go, or waits for a listing. */
function isGranted({ grant }: Grants, { before, grants, changes }: Plan): boolean {
  const revoked = changes.flatMap((change) => (change.kind === "revocation" ? [change.grant] : []));
  return isAmong([...grants, ...revoked, ...ownGrantsOf(before.snapshot, before.settings)], grant);
}

function isAmong(grants: readonly GrantedSecret[], grant: Grant): boolean {
  return grants.some(
    (other) =>
      other.secret === grant.secret && haveSameKeys(other, grant) && isWithin(grant.bound, other.bound),
  );
}

/**
 * Neither granted now nor to be revoked, or gone from the role's policy and to be granted anew. Of some projects alone, others
 * may keep it.
 */
function isRevoked(
  { grant: { secret, projects, bound } }: Revokes,
  { before, grants, changes }: Plan,
): boolean {
  const isStillThere = ownGrantsOf(before.snapshot, before.settings).some(
    (other) => other.secret === secret && isWithin(bound, other.bound),
  );
  const anew = changes.some((change) => change.kind === "grant" && change.grant.secret === secret);
  const isTheirs = (grant: Grant) =>
    projects.length === 0 || grant.projects.some((name) => projects.includes(name));
  return (anew && !isStillThere) || !grants.some((grant) => grant.secret === secret && isTheirs(grant));
}

function isNormalized({ project, after }: Normalizes, { pulls }: Plan): boolean {
  const now = pulls.get(project);
  return now?.credential === after.credential && now.pullCredentials === after.pullCredentials;
}
