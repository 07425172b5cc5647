/** What could not be read and matters: for a try later, or for somebody to mend. */
import type { Mender, RuleId } from "../model/finding.ts";
import type { Known } from "../model/known.ts";
import type { DenyingPolicy, Refusal } from "../model/refusal.ts";

export interface UnreadPart {
  /** `permissions boundary of arn:…` */
  readonly what: string;
  readonly reason: string;
  /** Why another try would meet the same; left out where it may pass by itself. */
  readonly refusal?: Refusal;
  /** Who looks after it. */
  readonly owner: Mender;
  /** The rule that finds it already. */
  readonly saidBy?: RuleId;
}

/** Something that nobody can read until somebody mends it. */
export type Unreadable = UnreadPart & { readonly refusal: Refusal };

export function unread(
  what: string,
  owner: Mender,
  { reason, refusal }: Pick<Extract<Known<never>, { kind: "unknown" }>, "reason" | "refusal">,
): UnreadPart {
  return { what, owner, reason, ...(refusal && { refusal }) };
}

export function isUnreadable(each: UnreadPart): each is Unreadable {
  return each.refusal !== undefined;
}

/** For people, on one line. */
export function lineOf({ what, reason }: UnreadPart): string {
  return `${what}: ${reason}`;
}

/** Who can mend a refusal of something that `owner` looks after. */
export function menderOfRefusal(refusal: Refusal, owner: Mender): Mender {
  if (refusal.kind !== "denied") return owner;
  return refusal.by === undefined ? "pullpass operator" : (menders[refusal.by] ?? owner);
}

/** Only a policy on the thing itself is its owner's. */
const menders: Readonly<Record<DenyingPolicy, Mender | undefined>> = {
  "identity-based policy": "pullpass operator",
  "permissions boundary": "pullpass operator",
  "resource control policy": "organization",
  "resource-based policy": undefined,
  "service control policy": "organization",
  "session policy": "pullpass operator",
  "VPC endpoint policy": "pullpass operator",
};

/** What the mender has to do, as a sentence. */
export function adviceOn(refusal: Refusal, what: string): string {
  if (refusal.kind === "malformed") return `Correct the ${what}: pullpass cannot make out what it says.`;
  if (refusal.kind === "refused") return `See why AWS refuses ${refusal.call} for the ${what}.`;
  const policy = refusal.by === undefined ? "policies" : article(refusal.by);
  return `Let pullpass's role call ${refusal.call} for the ${what}: ${policy} ${refusal.by === undefined ? "do" : "does"} not let it.`;
}

function article(policy: DenyingPolicy): string {
  return policy === "identity-based policy" ? "its own policy" : `a ${policy}`;
}
