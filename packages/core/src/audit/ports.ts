/** What an audit reads through, beside the ports of `observe`. */
import type { Secret } from "../model/secret.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { Clock, Keys, Organization, Projects, Reads, Secrets } from "../ports.ts";

/** All throw the errors of `errors.ts`. */
export interface AuditPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly secrets: Secrets & {
    /** Every secret of the Region, those scheduled for deletion too; it may be minutes old. */
    list(region: string): Promise<readonly Secret[]>;
  };
  readonly keys: Keys;
  readonly organization: Organization;
  /** Role by role. */
  readonly roles: Reads["roles"];
  readonly account: {
    /** Every role, in bulk. */
    roles(): Promise<AccountRoles>;
  };
  readonly clock: Clock;
}

/** The roles of the account and their policies, as they were when they were read. */
export interface AccountRoles {
  /** From memory. */
  readonly reads: Reads["roles"];
  /** One after the other, so that not all of them are unfolded at once. */
  states(): Iterable<RoleState>;
}
