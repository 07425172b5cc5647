/** work → outcome */
import { type ApplyOptions, apply } from "./apply/apply.ts";
import { nothingDone, type Outcome, supersededReason, together } from "./apply/outcome.ts";
import { recordUses } from "./apply/project-uses.ts";
import { askForRetries } from "./apply/retries.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import { lineOf, type UnreadPart } from "./diagnose/unread.ts";
import { roleName } from "./model/arn.ts";
import type { RuleId } from "./model/finding.ts";
import { nameOfRole } from "./model/project-use.ts";
import { mayStillPass } from "./model/refusal.ts";
import type { Settings } from "./model/settings.ts";
import type { Work } from "./model/work.ts";
import { observe } from "./observe/observe.ts";
import type { Snapshot } from "./observe/snapshot.ts";
import type { Plan } from "./plan/decided.ts";
import { firstPart } from "./plan/first-part.ts";
import { plan } from "./plan/plan.ts";
import type { Ledger, Reads, Writes } from "./ports.ts";
import { quietLook } from "./quiet-look.ts";

/** What was decided, and what came of it. */
export interface Reconciled {
  readonly plan: Plan;
  readonly outcome: Outcome;
}

/** What is certain was applied; the rest may be known soon, so the work is to be tried again. */
export class Incomplete extends Error {
  readonly unknowns: readonly string[];

  constructor(work: Work, unknowns: readonly string[]) {
    super(`${work.role} in ${work.region} was brought only part of the way: ${unknowns.join("; ")}`);
    this.name = "Incomplete";
    this.unknowns = unknowns;
  }
}

/** Which try at the work it is, and how much of it is done at most. */
export interface ReconcileOptions extends ApplyOptions {
  /** How many projects are rewritten before the rest goes to a message of its own. */
  readonly updatesMax?: number;
}

/**
 * Observes, plans, applies; anew while others change the projects between the look and the write. What AWS refuses for good
 * is a finding, and the work is done. What is too much for one piece of work goes on in another. Where a grant went, it looks at
 * the role's other projects, too. `again` says that another try is to come soon: what may still pass is then waited for, and not
 * told yet.
 * @throws Incomplete, and what `observe` and `apply` throw
 */
export async function reconcile(
  work: Work,
  ports: Reads & Writes,
  settings: Settings,
  options: ReconcileOptions = {},
): Promise<Reconciled> {
  const { again = false, isFirstTry = false, updatesMax = projectsRewritten } = options;
  const quiet = isFirstTry ? await quietLook(work, ports, settings) : undefined;
  if (quiet !== undefined) {
    await recordUses(quiet.before.snapshot, ports);
    return { plan: quiet, outcome: nothingDone };
  }
  const outcomes: Outcome[] = [];
  let looked = work;
  for (;;) {
    const snapshot = await observe(looked, ports, settings);
    const whole = plan(diagnose(snapshot, settings), settings);
    const isBounded = ports.rest !== undefined && whole.mode !== "plan";
    const { plan: decided, left } = firstPart(
      whole,
      looked,
      isBounded ? updatesMax : Number.POSITIVE_INFINITY,
    );
    const unread = decided.unread.filter((each) => mayPass(each, again)).map(lineOf);
    const outcome = await apply(again && unread.length > 0 ? untold(decided) : decided, ports, options);
    await recordUses(without(snapshot, left), ports);
    const { later } = ports;
    if (later !== undefined) await askForRetries(decided, outcome, { ...ports, later });
    outcomes.push(outcome);
    if (outcome.superseded.length > 0 && outcomes.length < looksMax) continue;
    if (looked === work && outcome.applied.some(({ kind }) => kind === "revocation")) {
      looked = { ...work, projects: await usersOf(work, snapshot, ports.ledger) };
      if (looked.projects.length > snapshot.projects.size) continue;
    }
    const open = [...new Set([...unread.sort(), ...outcome.superseded.map(supersededReason)])];
    if (left.size > 0) await ports.rest?.send([restOf(looked, left)]);
    if (open.length > 0) throw new Incomplete(work, open);
    return { plan: decided, outcome: together(outcomes) };
  }
}

/**
 * The role's projects: any may wait for the room in its policies that a revocation leaves, and no event tells of that. What the
 * ledger's index lacks, the sweep looks at.
 */
async function usersOf(
  { role, region }: Work,
  { projects }: Snapshot,
  ledger: Pick<Ledger, "uses">,
): Promise<readonly string[]> {
  const users = await ledger.uses(region, { kind: "role", name: nameOfRole(roleName(role)) });
  return [...new Set([...projects.keys(), ...users.map(({ project }) => project)])].sort();
}

/** Without the listing: it says that its projects are all that use the role. */
function restOf(work: Work, left: ReadonlySet<string>): Work {
  return { ...work, projects: [...left].sort(), listing: undefined, rest: true };
}

function without(snapshot: Snapshot, names: ReadonlySet<string>): Snapshot {
  const projects = [...snapshot.projects].filter(([name]) => !names.has(name));
  return { ...snapshot, projects: new Map(projects) };
}

/** Then the queue tries again, a while later. */
const looksMax = 3;

/** Two calls each, eight side by side: at a tenth of a second a call 13 of the function's 120 seconds. */
const projectsRewritten = 500;

function mayPass({ refusal }: UnreadPart, again: boolean): boolean {
  return refusal === undefined || (again && mayStillPass(refusal));
}

/** Whether it cannot be read, or only not yet, the next try tells. */
function untold(decided: Plan): Plan {
  return { ...decided, findings: decided.findings.filter(({ rule }) => !ofUnread.has(rule)) };
}

const ofUnread: ReadonlySet<RuleId> = new Set(["project-unreadable", "role-unreadable", "secret-unreadable"]);
