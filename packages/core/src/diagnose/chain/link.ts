import type { ChainStep, Link, LinkState, StatementRef } from "../diagnosis.ts";

/** A link of a project's chain. */
export function link(
  step: ChainStep,
  state: LinkState,
  what: string,
  why: string,
  by: readonly StatementRef[] = [],
): Link {
  return { step, state, what, why, by };
}

/** A link that the pull does not hang on. */
export function notNeeded(step: ChainStep, what: string, why: string): Link {
  return link(step, "not-needed", what, why);
}

/** Why a link is unknown that another unknown link stands before. */
export const notLookedAt = {
  secret: "the secret could not be looked at",
  key: "the key could not be looked at",
  role: "the role could not be looked at",
  roleOrSecret: "role or secret could not be looked at",
} as const;
