import type { PolicySet } from "@pullpass/access";

/** What limits or allows access beside the policies of roles and secrets. */
export interface Circumstances {
  /** Those of the account, if they may be read. */
  readonly serviceControl: PolicySet["serviceControl"];
  /** By the key's ARN. */
  readonly keyGrants: (key: string) => PolicySet["grants"];
}
