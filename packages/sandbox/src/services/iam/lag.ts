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
  const { states } = pastOf(sandbox, account);
  return states.findLast(({ at }) => at <= asOf)?.state ?? newIamState(sandbox);
}

/** Keeps what a write left, to be seen in time: for the longest lag that there was, whoever else is shown IAM as it is meanwhile. */
export function keepIam(sandbox: Sandbox, account: string): void {
  const now = sandbox.clock.now().getTime();
  const past = pastOf(sandbox, account);
  past.longestLagMs = Math.max(past.longestLagMs, sandbox.iamLagMs);
  const needed = past.states.findLastIndex(({ at }) => at <= now - past.longestLagMs);
  past.states.splice(0, needed);
  past.states.push({ at: now, state: copyOf(iamState(sandbox, account)) });
}

interface Pasts {
  longestLagMs: number;
  /** Oldest first; before the first it was empty. */
  readonly states: Past[];
}

function pastOf(sandbox: Sandbox, account: string): Pasts {
  return sandbox.store(`iam-past:${account}`, () => ({
    longestLagMs: 0,
    states: [{ at: Number.NEGATIVE_INFINITY, state: newIamState(sandbox) }],
  }));
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
