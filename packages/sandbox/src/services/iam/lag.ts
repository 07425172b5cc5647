/**
 * IAM is eventually consistent: what was written takes its time to be seen, by readers and by what decides about calls.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
import type { Sandbox } from "../../sandbox.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { type IamState, type Identity, iamState, newIamState } from "./state.ts";

/** IAM of that account as it was at a time. */
interface Past {
  readonly at: number;
  readonly state: IamState;
}

/**
 * IAM of that account as somebody sees it who looks now: as it was up to `iamLagMs` ago. Each look is at another copy, so
 * that what one has seen the next may not see yet. How long AWS takes is not published.
 */
export function seenIam(sandbox: Sandbox, account: string): IamState {
  if (sandbox.iamLagMs === 0) return iamState(sandbox, account);
  const asOf = sandbox.clock.now().getTime() - sandbox.ids.number(sandbox.iamLagMs + 1);
  return pastOf(sandbox, account).findLast(({ at }) => at <= asOf)?.state ?? newIamState(sandbox);
}

/** Keeps what a write left, to be seen in time. */
export function keepIam(sandbox: Sandbox, account: string): void {
  const now = sandbox.clock.now().getTime();
  const past = pastOf(sandbox, account);
  const needed = past.findLastIndex(({ at }) => at <= now - sandbox.iamLagMs);
  past.splice(0, needed);
  past.push({ at: now, state: copyOf(iamState(sandbox, account)) });
}

/** Oldest first; before the first it was empty. */
function pastOf(sandbox: Sandbox, account: string): Past[] {
  return sandbox.store(`iam-past:${account}`, () => [
    { at: Number.NEGATIVE_INFINITY, state: newIamState(sandbox) },
  ]);
}

function copyOf(state: IamState): IamState {
  const each = <T>(all: ReadonlyMap<string, T>, copy: (one: T) => T) =>
    new Map([...all].map(([key, one]) => [key, copy(one)] as const));
  return {
    ...state,
    roles: each(state.roles, copyOfIdentity),
    users: each(state.users, (user) => ({ ...copyOfIdentity(user), accessKeys: new Map(user.accessKeys) })),
    policies: each(state.policies, copyOfPolicy),
  };
}

function copyOfIdentity<T extends Identity>(identity: T): T {
  const { inline, attached, tags } = identity;
  return { ...identity, inline: new Map(inline), attached: new Set(attached), tags: new Map(tags) };
}

function copyOfPolicy(policy: ManagedPolicy): ManagedPolicy {
  return { ...policy, versions: new Map(policy.versions), tags: new Map(policy.tags) };
}
