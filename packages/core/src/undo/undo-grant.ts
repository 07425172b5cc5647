/** What a role's own policy said of one secret before a grant or a revocation. */
import { isSameBinding, isWithin, projectArnOf, reaches } from "../model/binding.ts";
import type { Change, Grant, Grants, RecordedGrant, Revokes } from "../model/change.ts";
import type { Plan } from "../plan/decided.ts";
import { grantedBy } from "../policy/policy-reader.ts";
import { areSame, type GrantedSecret, haveSameKeys } from "../policy/role-policy.ts";
import { undoId } from "./undo-id.ts";
import type { UndoTarget } from "./undone.ts";

export type GrantUndo =
  | {
      readonly kind: "put-back";
      /** What the policy is to say of the secret; `undefined` for nothing. */
      readonly wanted: GrantedSecret | undefined;
      /** What the ledger is to say. */
      readonly grant: Grant | undefined;
      readonly change: Grants | Revokes;
      /** pullpass would grant more than that again. */
      readonly comesBack: boolean;
    }
  | { readonly kind: "already" }
  | { readonly kind: "refused"; readonly why: string };

export interface GrantUndoInputs {
  /** What pullpass would do with the role today. */
  readonly plan: Plan;
  /** The text of the role's own policy, and what it grants. */
  readonly text: string;
  readonly present: readonly GrantedSecret[];
  /** Ids of changes that a crash left planned. */
  readonly unsettled: ReadonlySet<string>;
}

export function undoGrant(oldest: Grants | Revokes, target: UndoTarget, inputs: GrantUndoInputs): GrantUndo {
  const { plan, present, unsettled } = inputs;
  const { secret } = oldest.grant;
  if (oldest.policyBefore === undefined) {
    return refused("Its record does not have what was there before it, as those of older versions.");
  }
  const before = grantedBy(oldest.policyBefore || undefined);
  if (before === undefined) {
    return refused(
      "Before it, somebody else had written the policy that pullpass owns: it is not put back. The record has its text.",
    );
  }
  const of = ({ secret: other }: { readonly secret: string }) => other === secret;
  const wanted = before.find(of);
  const now = present.find(of);
  const recorded = plan.before.snapshot.grants.find(of);
  const id = undoId(target.since);
  if (isSame(wanted, now) && !unsettled.has(id)) return { kind: "already" };
  const today = plan.grants.find(of);
  if (wanted !== undefined && !isCovered(wanted, now) && !isCovered(wanted, today)) {
    return refused(
      "It would give what pullpass may not give today: the secret's tags do not consent to it, no project needs it, or the role is not one that pullpass may touch. To give it anew: pullpass allow.",
    );
  }
  const grant = wanted && grantFor(wanted, oldest, recorded);
  return {
    kind: "put-back",
    wanted,
    grant,
    change: changeFor({ id, oldest, target, wanted, grant, now, recorded }, inputs),
    comesBack: today !== undefined && !isCovered(today, wanted),
  };
}

function refused(why: string): GrantUndo {
  return { kind: "refused", why };
}

function isSame(one: GrantedSecret | undefined, other: GrantedSecret | undefined): boolean {
  return one === undefined || other === undefined ? one === other : areSame(one, other);
}

/** Gives the one nothing that the other does not? */
function isCovered(one: GrantedSecret, other: GrantedSecret | undefined): boolean {
  return other !== undefined && haveSameKeys(one, other) && isWithin(one.bound, other.bound);
}

function grantFor(
  wanted: GrantedSecret,
  { grant }: Grants | Revokes,
  recorded: RecordedGrant | undefined,
): Grant {
  const { role, region } = grant;
  const account = role.split(":")[4] ?? "";
  const names = new Set([...(recorded?.projects ?? []), ...grant.projects, ...namesIn(wanted)]);
  const projects = [...names].filter((name) =>
    reaches(wanted.bound, projectArnOf(name, { role, account, region })),
  );
  return { role, region, ...wanted, projects: projects.sort() };
}

function namesIn({ bound }: GrantedSecret): readonly string[] {
  return (bound?.projects ?? []).flatMap((pattern) => /project\/([^*]+)$/.exec(pattern)?.[1] ?? []);
}

interface Parts {
  readonly id: string;
  readonly oldest: Grants | Revokes;
  readonly target: UndoTarget;
  readonly wanted: GrantedSecret | undefined;
  readonly grant: Grant | undefined;
  readonly now: GrantedSecret | undefined;
  readonly recorded: RecordedGrant | undefined;
}

function changeFor(parts: Parts, { plan, text }: GrantUndoInputs): Grants | Revokes {
  const { id, oldest, target, wanted, grant, now, recorded } = parts;
  const { role, account, region } = oldest;
  const said = {
    id,
    role,
    account,
    region,
    reason: "A person asked pullpass to undo its change.",
    causes: plan.before.snapshot.work.causes,
    outlook: [],
    undoes: target.asked.map(({ change }: { readonly change: Change }) => change.id),
    policyBefore: text,
  };
  if (wanted === undefined || grant === undefined) {
    const lost = now ?? recorded ?? oldest.grant;
    return {
      ...said,
      kind: "revocation",
      grant: { ...grantFor(lost, oldest, recorded), projects: recorded?.projects ?? oldest.grant.projects },
    };
  }
  const narrows = now !== undefined && isCovered(wanted, now) && !isSameBinding(wanted.bound, now.bound);
  return { ...said, kind: "grant", grant, ...(narrows && { narrows: true as const }) };
}
