import type { Secret } from "../../model/secret.ts";
import type { Reads } from "../../ports.ts";
import type { RoleState } from "../snapshot.ts";

/** What tells of many things in one call, where a deployment may ask it. */
export interface BulkReads {
  /** Every role of the account. */
  roles(): Promise<AccountRoles>;
  /** Every secret of the Region, those scheduled for deletion too; it may be minutes old. */
  secrets(region: string): Promise<readonly Secret[]>;
}

/** The roles of the account and their policies, as they were when they were read. */
export interface AccountRoles {
  /** From memory. */
  readonly reads: Reads["roles"];
  /** One after the other, so that not all of them are unfolded at once. */
  states(): Iterable<RoleState>;
}
