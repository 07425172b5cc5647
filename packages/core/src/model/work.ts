/** One role in one Region to bring to its desired state, with the causes that asked for it. */
import type { RoleArn } from "./arn.ts";
import type { Cause } from "./trigger.ts";

export interface Work {
  readonly role: RoleArn;
  readonly account: string;
  readonly region: string;
  /** Names of the projects to look at; the ledger adds those that hold the role's grants. */
  readonly projects: readonly string[];
  /**
   * Set by the sweep alone, after it listed every project: `projects` are then all that use the role, and grants
   * older than `startedAt` (ISO 8601) that none of them needs may be removed.
   */
  readonly listing: { readonly startedAt: string } | undefined;
  readonly causes: readonly Cause[];
}
