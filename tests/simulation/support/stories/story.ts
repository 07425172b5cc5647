import type { Action } from "../actions.ts";
import type { SomeConditions } from "../conditions.ts";

/** A short run that tells of one promise. */
export interface Story {
  readonly name: string;
  readonly actions: readonly Action[];
  /** What the account has that a plain one has not. */
  readonly conditions?: SomeConditions;
  /** Does something fail in it? Then pullpass need not be prompt. */
  readonly isTroubled?: true;
}
