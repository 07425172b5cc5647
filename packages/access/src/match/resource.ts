import type { Lookup } from "../condition/context.ts";
import type { Statement } from "../policy/policy.ts";
import { matches } from "./pattern.ts";
import { fill } from "./template.ts";

/**
 * A statement without resources, as trust policies have them, is about the one it stands on.
 *
 * "The resource that includes a policy variable with no value will not match any resource." So `NotResource` spares
 * nothing by it. That it allows all the rest, too, is unverified, and not taken for granted; a request with such a
 * statement as the only one that allows would settle it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function selectsResource(
  { effect, resources: selection }: Statement,
  resource: string,
  lookup: Lookup,
): boolean {
  if (selection === undefined) return true;
  const { negated } = selection;
  let isSelected = false;
  for (const template of selection.templates) {
    const pattern = fill(template, lookup);
    if (pattern === undefined && negated && effect === "Allow") return false;
    isSelected ||= pattern !== undefined && matches(pattern, resource);
  }
  return isSelected !== negated;
}
