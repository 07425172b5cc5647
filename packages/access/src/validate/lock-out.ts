import { statementsAbout } from "../match/action.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { type Fault, type PolicyKind, refused } from "./fault.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * "The key policy must allow the calling principal to make a subsequent PutKeyPolicy request on the KMS key."
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function lockOutFaults(
  document: unknown,
  kind: PolicyKind,
  { wayBack }: Surroundings,
): readonly Fault[] {
  if (kind !== "key" || wayBack === "unchecked") return [];
  const isOpen = wayBack === undefined ? letsSomebodyChangeIt(document) : wayBack();
  if (isOpen) return [];
  const whom = wayBack === undefined ? "Nobody" : "Whoever puts this policy";
  return [refused("locks-out", "$", `${whom} could change the key's policy again.`)];
}

/** Where nobody says who puts it. */
function letsSomebodyChangeIt(document: unknown): boolean {
  const policy = readPolicy(document);
  if (policy instanceof InvalidPolicy) return false;
  return [...statementsAbout(policy, "kms:PutKeyPolicy").values()].some(({ effect }) => effect === "Allow");
}
