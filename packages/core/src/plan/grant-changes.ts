/** The changes that lead from the grants a role has to those it is to have. */
import type { SecretArn } from "../model/arn.ts";
import type { Change, Grant } from "../model/change.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import { type GrantedSecret, haveSameKeys } from "../policy/role-policy.ts";
import { changeId } from "./change-id.ts";
import { recordedGrants } from "./grants.ts";

export interface Steps {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly after: readonly Grant[];
  readonly removalReasons: ReadonlyMap<SecretArn, string>;
  /** What the policy on the role grants now; `undefined` when someone else edited it. */
  readonly onRole: readonly GrantedSecret[] | undefined;
}

/**
 * A grant is a change when the ledger does not have it (also when the policy already says so: then a crash left it
 * unfinished), or when the policy lost it. Another project for the same secret is none: nothing new is allowed.
 */
export function grantChanges(steps: Steps): readonly Change[] {
  const { after, onRole } = steps;
  const recorded = recordedGrants(steps.snapshot);
  const granted = after.flatMap((grant) => {
    const why = grantReason(grant, recorded, steps);
    return why === undefined ? [] : [changeOf(steps, "grant", grant, why)];
  });
  const kept = new Set(after.map((grant) => grant.secret));
  const revoked = [...recorded, ...unrecorded(onRole ?? [], recorded, steps.snapshot)]
    .filter((grant) => !kept.has(grant.secret))
    .map((grant) =>
      changeOf(steps, "revocation", grant, steps.removalReasons.get(grant.secret) ?? "No project needs it."),
    );
  return [...granted, ...revoked];
}

function grantReason(grant: Grant, recorded: readonly Grant[], steps: Steps): string | undefined {
  const known = recorded.find((other) => other.secret === grant.secret);
  const onRole = steps.onRole?.find((other) => other.secret === grant.secret);
  const isOnRole = onRole !== undefined && haveSameKeys(onRole, grant);
  if (steps.settings.mode === "plan" && isOnRole) return undefined;
  if (known === undefined) return `${projectsOf(grant)}, and the secret's tags consent.`;
  if (!haveSameKeys(known, grant)) return keyReason(grant);
  return isOnRole ? undefined : "The policy that grants it was changed or removed by someone else.";
}

function keyReason({ nextKey }: Grant): string {
  return nextKey === undefined
    ? "The secret is encrypted with another key than before."
    : "The secret names another key for its next value, and its present value is not encrypted with that.";
}

function projectsOf({ projects, secret }: Grant): string {
  return projects.length === 1
    ? `Project ${projects[0]} pulls its image with the secret ${secret}`
    : `Projects ${projects.join(", ")} pull their images with the secret ${secret}`;
}

/** A crash between the policy and the ledger can leave a secret in the policy that no one needs any more. */
function unrecorded(
  onRole: readonly GrantedSecret[],
  recorded: readonly Grant[],
  { work }: Snapshot,
): readonly Grant[] {
  return onRole
    .filter(({ secret }) => !recorded.some((grant) => grant.secret === secret))
    .map((granted) => ({ role: work.role, region: work.region, ...granted, projects: [] }));
}

function keysOf({ key, nextKey }: Grant): readonly (string | null)[] {
  return nextKey === undefined ? [key ?? null] : [key ?? null, nextKey];
}

function changeOf(
  { snapshot, settings }: Steps,
  kind: "grant" | "revocation",
  grant: Grant,
  reason: string,
): Change {
  const { role, account, region, causes } = snapshot.work;
  const from = snapshot.grants.find((recorded) => recorded.secret === grant.secret);
  const id = changeId(snapshot, settings.mode, {
    kind,
    from: from === undefined ? null : [from.since ?? null, ...keysOf(from)],
    to: [grant.secret, ...keysOf(grant)],
  });
  return { kind, id, role, account, region, reason, causes, outlook: [], grant };
}
