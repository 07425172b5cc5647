import type { LayerName, StatementReference } from "../types.ts";
import type { Test } from "../unknown/test.ts";

/** What a statement or a grant says about the request, if its tests hold. */
export interface Claim {
  readonly by: StatementReference;
  readonly says: Says;
  /** Of service control policies: which level it is on. */
  readonly level: number;
  readonly tests: readonly Test[];
  /** Why nobody knows whether it holds, even if its tests do. */
  readonly doubt?: string;
}

/**
 * `principal`: a policy on the resource admits the very session, user or service; `limited`: it admits the role, to
 * which a boundary counts; `account`: it lets the policies of the principal's account decide. The others allow as far
 * as the layer goes.
 */
export type Says = "deny" | "identity" | "boundary" | "principal" | "limited" | "account" | "level";

/** All that a layer says. */
export interface LayerClaims {
  readonly layer: LayerName;
  /** There is such a policy, or may be. */
  readonly exists: boolean;
  readonly claims: readonly Claim[];
  /** What of it nobody could read. */
  readonly unread: readonly Unread[];
  /** How many levels must allow it, each by itself. */
  readonly levels: number;
}

export interface Unread {
  readonly level: number;
  readonly reason: string;
}
