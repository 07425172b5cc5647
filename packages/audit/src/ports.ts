/** What an audit reads through, beside the ports of `observe`. */
import type {
  AccountRoles,
  Clock,
  Keys,
  Organization,
  Projects,
  Reads,
  Registries,
  Secret,
  Secrets,
} from "@pullpass/core";

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
  /** Absent where registries are not looked at. */
  readonly registries?: Registries;
  readonly clock: Clock;
}
