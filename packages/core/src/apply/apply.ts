/** Carries a plan out: every change is recorded as planned before it is made, and as applied after it. */
import type { RefusedWrites } from "../diagnose/limits.ts";
import type { Change, Grants, Normalizes } from "../model/change.ts";
import { isJustWritten } from "../observe/just-written.ts";
import type { Plan, ProjectUpdate } from "../plan/decided.ts";
import { afterRefusal } from "../plan/plan.ts";
import type { Writes } from "../ports.ts";
import { rememberBuilds } from "./failed-builds.ts";
import { announceFindings } from "./findings.ts";
import { recordPlanned, updatesWithIds, withIds, withUnusedIds } from "./made-again.ts";
import {
  allOf,
  applyNormalizations,
  changesOf,
  firstUpdates,
  tryUpdates,
  unmadeOf,
} from "./normalizations.ts";
import type { Outcome } from "./outcome.ts";
import { policyChangesOf, policyToWrite, recordPolicy, tryPolicy } from "./policy.ts";
import { settle } from "./settle.ts";

export interface ApplyOptions {
  /** Another try is to come soon: what may still pass is then not taken for refused. */
  readonly again?: boolean;
  /** Nobody tried this work before: a crash left nothing of it, and what other work left is settled with the next changes. */
  readonly isFirstTry?: boolean;
}

/**
 * Grants before normalizations, so that no build sees the new reference without the permission; a normalization whose
 * grant did not come about is not begun. What is independent of a failed write is still done. The policy's changes and the first
 * normalizations, which are mostly all, are recorded together: before the first of them is made, and after the last.
 *
 * @throws what the writes threw, but for refusals, which are findings: several errors as one AggregateError. Their
 * changes stay planned in the ledger, and the retry settles them.
 */
export async function apply(plan: Plan, writes: Writes, options: ApplyOptions = {}): Promise<Outcome> {
  const changes = plan.mode === "plan" ? await propose(plan, writes) : await carryOut(plan, writes, options);
  const cameOut = asItCameOut(plan, changes);
  // Remembered first: what is announced and not remembered would never close.
  await rememberBuilds(cameOut, writes);
  const findings = await announceFindings(cameOut, writes);
  throwAll(changes.errors);
  const { errors: _, ...made } = changes;
  return { ...made, findings };
}

interface Changes extends Omit<Outcome, "findings"> {
  readonly errors: readonly unknown[];
  readonly refused?: RefusedWrites;
}

/** What is open is not known to be mended. */
function asItCameOut(plan: Plan, { refused, applied, errors }: Changes): Plan {
  const isWhole = refused === undefined || (refused.policy === undefined && refused.updates.size === 0);
  const told = isWhole ? plan : afterRefusal(plan, refused, applied.filter(isNormalization));
  return errors.length === 0
    ? told
    : { ...told, examined: told.examined.filter(({ kind }) => kind !== "role") };
}

async function propose({ changes }: Plan, { ledger, clock }: Writes): Promise<Changes> {
  await ledger.proposed(changes, clock.now().toISOString());
  return { applied: [], failed: [], proposed: changes, superseded: [], errors: [] };
}

async function carryOut(
  decided: Plan,
  writes: Writes,
  { again = false, isFirstTry = false }: ApplyOptions,
): Promise<Changes> {
  const { plan: named, waiting } = await afterCrash(decided, writes, isFirstTry);
  const { part, rest } = firstUpdates(named.updates);
  const ids = await recordPlanned(
    [...policyChangesOf(named), ...changesOf(part)],
    writes,
    policyToWrite(named),
  );
  const plan = withIds(named, ids);
  const access = await tryPolicy(plan, writes.roles, again);
  const missing = [...access.failed.map(({ change }) => change), ...access.unsettled];
  const isGranted = ({ change }: ProjectUpdate) => !missing.some((each) => grantsTo(change, each));
  const planned = updatesWithIds(part, ids);
  const tried = await tryUpdates(planned.filter(isGranted), writes.projects, again);
  const notBegun = changesOf(planned.filter((update) => !isGranted(update)));
  await recordPolicy(plan, access, writes, {
    waiting,
    made: tried.applied,
    unmade: [...unmadeOf(tried), ...notBegun],
  });
  const credentials = allOf([tried, await applyNormalizations(rest.filter(isGranted), writes, again)]);
  return {
    applied: [...access.applied, ...credentials.applied],
    failed: [...access.failed, ...credentials.failed],
    proposed: [],
    superseded: credentials.superseded,
    errors: [...access.errors, ...credentials.errors],
    refused: { policy: access.refused, updates: credentials.refused },
  };
}

/** Settles what a crash left planned. A retry keeps the ids that it may have left; where it left none, those that are used show later. */
async function afterCrash(
  plan: Plan,
  writes: Writes,
  isFirstTry: boolean,
): Promise<{ readonly plan: Plan; readonly waiting: readonly Grants[] }> {
  const { role, region, listing } = plan.work;
  const isNothing = plan.changes.length === 0 && plan.policy.kind === "keep";
  const isQuiet = isFirstTry && isNothing && listing === undefined;
  const left = isQuiet ? [] : await writes.ledger.unsettled(role, region);
  if (left.length === 0) return { plan: withoutEcho(plan), waiting: [] };
  const named = await withUnusedIds(plan, writes.ledger);
  return { plan: named, waiting: await settle(named, left, writes) };
}

/**
 * IAM shows another text than pullpass wrote moments ago, nothing is to be changed, and no crash left anything: that is the past, and no
 * reason to write. Two deployments on one role, in two Regions, each hear the other's writes, and would answer them without end. A sweep
 * writes all the same: what is so is not left for longer.
 */
function withoutEcho(plan: Plan): Plan {
  const { snapshot, settings } = plan.before;
  const isEcho =
    policyChangesOf(plan).length === 0 &&
    plan.work.listing === undefined &&
    isJustWritten(snapshot, settings);
  return isEcho ? { ...plan, policy: { kind: "keep" } } : plan;
}

function isNormalization(change: Change): change is Normalizes {
  return change.kind === "normalization";
}

function grantsTo({ after }: Normalizes, change: Change): boolean {
  return change.kind === "grant" && change.grant.secret === after.credential;
}

function throwAll(errors: readonly unknown[]): void {
  const [first, ...others] = errors;
  if (others.length > 0) throw new AggregateError(errors, errors.map(String).join("; "));
  if (first !== undefined) throw first;
}
