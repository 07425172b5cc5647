import type { Context } from "../condition/context.ts";
import { interpolate } from "../condition/variables.ts";
import type { Policy, Statement } from "../policy/policy.ts";
import { matches, type Token } from "./pattern.ts";

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
  context: Context,
  version: Policy["version"],
): boolean {
  if (selection === undefined) return true;
  const patterns = selection.values.map((value) => interpolate(value, context, version, "wildcards"));
  if (selection.negated && effect === "Allow" && patterns.includes(undefined)) return false;
  const selected = patterns.some((tokens) => tokens !== undefined && matches(bySegment(tokens), resource));
  return selected !== selection.negated;
}

/**
 * Wildcards stay within one of the ARN's six segments, but a `*` that ends one may go on beyond its colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function bySegment(tokens: readonly Token[]): readonly Token[] {
  let colons = 0;
  return tokens.map((token, at) => {
    if (isColon(token)) colons += 1;
    if (token.kind === "character" || colons >= 5) return token;
    const next = tokens[at + 1];
    const endsSegment = next === undefined || isColon(next);
    return token.kind === "any" && endsSegment ? token : { kind: token.kind, except: ":" };
  });
}

function isColon(token: Token): boolean {
  return token.kind === "character" && token.character === ":";
}
