/**
 * IAM is eventually consistent: what it shows a moment after a write may be what was there before it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
import { ownPolicyName } from "../model/arn.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Did pullpass write the role's policy so shortly before the look that the ledger knows better than IAM what it says? IAM's
 * word alone then tells neither that someone else took a grant away nor that the role is gone: an event of that does.
 */
export function isJustWritten(
  { policyWritten, takenAt, work }: Snapshot,
  { policyName }: Pick<Settings, "policyName">,
): boolean {
  if (policyWritten === undefined) return false;
  const writtenAt = Date.parse(policyWritten.at);
  const own = ownPolicyName(policyName, work.region);
  const isTouched = work.causes.some(
    ({ event, policy, time }) =>
      (policy === own || event === "DeleteRole" || event === "CreateRole") &&
      Date.parse(time) >= writtenAt - secondMs,
  );
  return !isTouched && Date.parse(takenAt) - writtenAt <= settlesMs;
}

/** CloudTrail tells whole seconds. */
const secondMs = 1_000;

/** AWS publishes no bound: unverified, seconds as a rule. Reads of a role after its writes, for days, would tell. */
const settlesMs = 15 * 60_000;
