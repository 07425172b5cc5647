/**
 * Which grants a role has after this plan. Added at once; removed with care:
 *
 *   secret gone, or its consent withdrawn        at once, also from what is ignored
 *   project deleted, moved, or needs it no more  by a listing of every project, if the grant is older than that
 *   anything that decides it is unknown          not now
 */

import type { Need, SecretNeed } from "../diagnose/need.ts";
import { foundBy } from "../diagnose/project-facts.ts";
import type { KeyArn, SecretArn } from "../model/arn.ts";
import { type Grant, type RecordedGrant, withoutSince } from "../model/change.ts";
import { isSurelyBefore } from "../model/clocks.ts";
import { consentCovers, consentOf } from "../model/consent.ts";
import type { Secret } from "../model/secret.ts";
import type { Settings } from "../model/settings.ts";
import type { SecretKey, SecretLookup, Snapshot } from "../observe/snapshot.ts";
import { narrowed, withBinding } from "./bound-grants.ts";

export interface GrantDecision {
  /** What stays of the recorded grants: nothing of it lets more projects read than is recorded. */
  readonly kept: readonly Grant[];
  /** That, and what the projects need, each bound as its consent says. */
  readonly wanted: readonly Grant[];
  /** The secrets of recorded grants that are bound to nothing until a listing has shown who reads with them. */
  readonly free: ReadonlySet<SecretArn>;
  /** The secrets that a project certainly needs now. */
  readonly needed: ReadonlySet<SecretArn>;
  /** What some project needs is not known. */
  readonly isUncertain: boolean;
  /** Why each grant that does not stay is removed, in one sentence. */
  readonly removalReasons: ReadonlyMap<SecretArn, string>;
  /** Of the grants that stay, why they are no longer for these projects: by secret, then project. */
  readonly losses: ReadonlyMap<SecretArn, ReadonlyMap<string, string>>;
}

export type Needs = ReadonlyMap<string, Need>;

export function decideGrants(snapshot: Snapshot, needs: Needs, settings: Settings): GrantDecision {
  const kept: Grant[] = [];
  const removalReasons = new Map<SecretArn, string>();
  const losses = new Map<SecretArn, ReadonlyMap<string, string>>();
  for (const recorded of snapshot.grants) {
    const reasons = new Map(
      [...recorded.projects].sort().flatMap((name) => {
        const reason = removalReason(name, recorded, snapshot, needs, settings);
        return reason === undefined ? [] : [[name, reason] as const];
      }),
    );
    const projects = recorded.projects.filter((name) => !reasons.has(name));
    if (projects.length > 0) {
      const grant = grantOf(recorded, projects);
      kept.push(narrowed({ grant, secret: secretOf(grant, snapshot) }, recorded, snapshot, settings));
      losses.set(grant.secret, reasons);
    } else removalReasons.set(recorded.secret, [...reasons.values()][0] ?? "No project needs it.");
  }
  const wanted = withNeeded(kept, snapshot, needs);
  return {
    kept: inOrder(kept),
    wanted: inOrder(
      wanted.map((grant) => withBinding({ grant, secret: secretOf(grant, snapshot) }, snapshot, settings)),
    ),
    free: freeUntilListed(kept, snapshot),
    needed: new Set([...needs.values()].flatMap((need) => (need.kind === "secret" ? [need.secret.arn] : []))),
    isUncertain: [...needs.values()].some((need) => need.kind === "unknown" || need.kind === "ignored"),
    removalReasons,
    losses,
  };
}

function freeUntilListed(kept: readonly Grant[], { work }: Snapshot): ReadonlySet<SecretArn> {
  if (work.listing !== undefined) return new Set();
  return new Set(kept.flatMap(({ secret, bound }) => (bound === undefined ? [secret] : [])));
}

/** The secret of a grant, by whatever reference it was read; `undefined` where it was not. */
function secretOf({ secret: arn }: Grant, { secrets }: Snapshot): Secret | undefined {
  for (const lookup of [secrets.get(arn), ...secrets.values()]) {
    const secret = foundBy(lookup)?.secret;
    if (secret?.arn === arn) return secret;
  }
  return undefined;
}

/** The grants without `since`, sorted by secret. */
export function recordedGrants({ grants }: Snapshot): readonly Grant[] {
  return inOrder(grants.map((grant) => grantOf(grant, grant.projects)));
}

/** Why the grant is no longer for this project, or `undefined` while it is, or while that is not certain. */
function removalReason(
  name: string,
  grant: RecordedGrant,
  snapshot: Snapshot,
  needs: Needs,
  settings: Settings,
): string | undefined {
  const need = needs.get(name);
  if (need === undefined) return undefined;
  const lookup = snapshot.secrets.get(grant.secret);
  if (lookup === undefined || lookup.kind === "unknown" || lookup.kind === "ambiguous") return undefined;
  const lost = lossReason(lookup, settings);
  if (lost !== undefined) return `The secret ${grant.secret} ${lost}.`;
  if (lookup.kind === "found" && !mayConsent(lookup, name, snapshot, settings)) {
    return `The tags of the secret ${lookup.secret.name} no longer consent to project ${name}.`;
  }
  // Who ignores a project, or its role, cannot keep what an owner withdrew; what is not withdrawn stays as it is.
  if (need.kind === "ignored" || need.kind === "unknown" || needsSecret(need, grant.secret)) return undefined;
  return isOlderThanListing(grant, snapshot) ? unneededReason(name, need) : undefined;
}

function lossReason(lookup: SecretLookup, settings: Settings): string | undefined {
  if (lookup.kind === "not-found" || lookup.kind === "recreated") return "was deleted";
  if (lookup.kind === "cross-account") return `belongs to account ${lookup.account}`;
  if (lookup.kind !== "found") return undefined;
  if (lookup.secret.account !== settings.account) return `belongs to account ${lookup.secret.account}`;
  return lookup.secret.deletion === "pending" ? "is scheduled for deletion" : undefined;
}

/**
 * A project that is deleted or could not be read shows no tags: then the secret's own tags stand in for them, so
 * that only a consent that could not cover any project of that name counts as withdrawn.
 */
export function mayConsent(
  { secret }: Extract<SecretLookup, { kind: "found" }>,
  name: string,
  { projects }: Snapshot,
  { tagPrefix }: Settings,
): boolean {
  const read = projects.get(name);
  const tags = read?.kind === "known" ? read.value.tags : secret.tags;
  return consentCovers(consentOf(secret.tags, tagPrefix), { name, tags }, tagPrefix);
}

/** Is the grant of the secret for this need? */
export function needsSecret(need: Need, secret: SecretArn): boolean {
  return (need.kind === "secret" || need.kind === "key-gone") && need.secret.arn === secret;
}

/** A grant made while the listing ran may belong to a project that the listing passed by too early. */
function isOlderThanListing({ since }: RecordedGrant, { work: { listing } }: Snapshot): boolean {
  return listing !== undefined && since !== undefined && isSurelyBefore(since, listing.startedAt);
}

function unneededReason(name: string, need: Need): string {
  if (need.kind !== "elsewhere") return `Project ${name} no longer uses the secret.`;
  return need.deleted ? `Project ${name} was deleted.` : `Project ${name} now uses another role.`;
}

function withNeeded(kept: readonly Grant[], { work }: Snapshot, needs: Needs): readonly Grant[] {
  const grants = new Map(kept.map((grant) => [grant.secret, grant]));
  for (const [name, need] of needs) {
    if (need.kind !== "secret") continue;
    const before = grants.get(need.secret.arn);
    const projects = before?.projects ?? [];
    grants.set(need.secret.arn, {
      role: work.role,
      region: work.region,
      secret: need.secret.arn,
      ...keysToGrant(need, before),
      projects: [...new Set([...projects, name])].sort(),
      ...(before?.bound !== undefined && { bound: before.bound }),
    });
  }
  return [...grants.values()];
}

/**
 * The key of the value that is pulled, and of the next: builds go on whichever comes first, the new value or the sweep. The
 * default key lets every principal of the account decrypt through Secrets Manager.
 */
function keysToGrant(
  { key, nextKey }: SecretNeed,
  before: Pick<Grant, "nextKey"> | undefined,
): Pick<Grant, "key" | "nextKey"> {
  const next = nextKey?.kind === "unknown" ? before?.nextKey : customerKey(nextKey);
  const now = customerKey(key);
  return { key: now, ...(next !== undefined && next !== now && { nextKey: next }) };
}

function customerKey(key: SecretKey | undefined): KeyArn | undefined {
  return key?.kind === "customer" ? key.key.arn : undefined;
}

function grantOf(grant: Grant, projects: readonly string[]): Grant {
  return { ...withoutSince(grant), projects: [...projects].sort() };
}

function inOrder(grants: readonly Grant[]): readonly Grant[] {
  return [...grants].sort((a, b) => (a.secret < b.secret ? -1 : 1));
}
