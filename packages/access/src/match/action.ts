import type { Selection } from "../policy/policy.ts";
import { matches, wildcards } from "./pattern.ts";

/**
 * Actions have no case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function selectsAction({ negated, values }: Selection, action: string): boolean {
  const asked = action.toLowerCase();
  return values.some((value) => matches(wildcards(value.toLowerCase()), asked)) !== negated;
}
