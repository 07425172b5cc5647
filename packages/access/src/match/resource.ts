import type { Context } from "../condition/context.ts";
import { interpolate } from "../condition/variables.ts";
import type { Policy, Selection } from "../policy/policy.ts";
import { matches, type Token } from "./pattern.ts";

/** A statement without resources, as trust policies have them, is about the one it stands on. */
export function selectsResource(
  selection: Selection | undefined,
  resource: string,
  context: Context,
  version: Policy["version"],
): boolean {
  if (selection === undefined) return true;
  const patterns = selection.values.map((value) => interpolate(value, context, version, "wildcards"));
  // "If AWS cannot resolve a variable this might cause the entire statement to be invalid."
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  if (selection.negated && patterns.includes(undefined)) return false;
  const selected = patterns.some((tokens) => tokens !== undefined && matches(bySegment(tokens), resource));
  return selected !== selection.negated;
}

/**
 * Wildcards stay within a segment of the ARN, but a `*` that ends one may go on beyond its colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function bySegment(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token, at) => {
    if (token.kind === "character") return token;
    const next = tokens[at + 1];
    const endsSegment = next === undefined || (next.kind === "character" && next.character === ":");
    return token.kind === "any" && endsSegment ? token : { kind: token.kind, except: ":" };
  });
}
