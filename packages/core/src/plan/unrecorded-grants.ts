/** What pullpass's policy grants and its ledger does not have: a crash left it, or somebody who writes the ledger. */
import { unrecorded } from "../observe/own-grants.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { GrantedSecret } from "../policy/role-policy.ts";
import { grantsOnRole, isWithdrawn, type PolicyInputs } from "./policy-on-role.ts";

/** What the policy grants, the ledger does not have and no project can need goes, as if it had been withdrawn. */
export function withForgotten(state: RoleState, inputs: PolicyInputs): PolicyInputs {
  const { needed, isUncertain } = inputs.decision;
  const isForgotten = ({ secret }: GrantedSecret) => !isUncertain && !needed.has(secret);
  return withRemoved(notInLedger(state, inputs).filter(isForgotten), "No project needs it.", inputs);
}

/** What the policy grants, the ledger does not have and its owner lets none of its projects read goes, too. */
export function withWithdrawn(state: RoleState, inputs: PolicyInputs): PolicyInputs {
  const { snapshot, settings } = inputs;
  const withdrawn = notInLedger(state, inputs).filter((each) => isWithdrawn(each, snapshot, settings));
  return withRemoved(withdrawn, "The tags of the secret consent to none of its projects.", inputs);
}

function notInLedger(state: RoleState, inputs: PolicyInputs): readonly GrantedSecret[] {
  return unrecorded(grantsOnRole(state, inputs) ?? [], inputs.snapshot);
}

function withRemoved(granted: readonly GrantedSecret[], reason: string, inputs: PolicyInputs): PolicyInputs {
  const { decision } = inputs;
  const reasons = granted.map(({ secret }) => [secret, reason] as const);
  return {
    ...inputs,
    decision: { ...decision, removalReasons: new Map([...reasons, ...decision.removalReasons]) },
  };
}
