/** Patterns of ARNs: which of their wildcards stay within a segment. */
import type { Token } from "./pattern.ts";

const lastColon = 5;

/**
 * Each of the ARN's six components is compared by itself, and may have wildcards. What has fewer is like no ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnTokens(tokens: readonly Token[]): readonly Token[] {
  const isArn = tokens.filter(isColon).length >= lastColon;
  return isArn ? withinSegments(tokens, () => false) : [{ kind: "none" }];
}

/**
 * Wildcards stay within one of the ARN's six segments, but a `*` that ends one may go on beyond its colon.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceTokens(tokens: readonly Token[]): readonly Token[] {
  return withinSegments(tokens, ({ kind }, next) => kind === "any" && (next === undefined || isColon(next)));
}

function withinSegments(
  tokens: readonly Token[],
  goesBeyond: (token: Token, next: Token | undefined) => boolean,
): readonly Token[] {
  let colons = 0;
  return tokens.map((token, at) => {
    if (isColon(token)) colons += 1;
    const isWild = token.kind === "any" || token.kind === "one";
    if (!isWild || colons >= lastColon || goesBeyond(token, tokens[at + 1])) return token;
    return { kind: token.kind, except: ":" };
  });
}

function isColon(token: Token): boolean {
  return token.kind === "character" && token.character === ":";
}
