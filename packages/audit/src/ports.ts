/** What an audit reads through, beside the ports of `observe`. */
import type {
  BulkReads,
  Clock,
  Keys,
  Organization,
  Projects,
  Reads,
  Registries,
  Secrets,
} from "@pullpass/core";

/** All throw the errors of `errors.ts`. */
export interface AuditPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly secrets: Secrets;
  readonly keys: Keys;
  readonly organization: Organization;
  /** Role by role. */
  readonly roles: Reads["roles"];
  readonly account: BulkReads;
  /** Absent where registries are not looked at. */
  readonly registries?: Registries;
  readonly clock: Clock;
}
