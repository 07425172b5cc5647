/** What pullpass grants, and the modifications it makes. */
import type { KeyArn, RoleArn, SecretArn } from "./arn.ts";
import type { Cause } from "./trigger.ts";

/** pullpass lets one role read one secret, and decrypt with its key. The projects are why. */
export interface Grant {
  readonly role: RoleArn;
  readonly region: string;
  readonly secret: SecretArn;
  /** The customer managed key; absent for the default key, which needs no permission. */
  readonly key: KeyArn | undefined;
  /** Names of the projects that need it, sorted. */
  readonly projects: readonly string[];
}

/** A grant in the ledger. */
export interface RecordedGrant extends Grant {
  /** ISO 8601: when it was first made. */
  readonly since: string;
}

/** One modification. `id` is the same for the same modification planned again from the same state. */
export type Change = Grants | Revokes | Normalizes;

interface Planned {
  readonly id: string;
  readonly role: RoleArn;
  readonly account: string;
  readonly region: string;
  /** One sentence: why the change is right. */
  readonly reason: string;
  readonly causes: readonly Cause[];
}

export interface Grants extends Planned {
  readonly kind: "grant";
  readonly grant: Grant;
}

export interface Revokes extends Planned {
  readonly kind: "revocation";
  readonly grant: Grant;
}

export interface Normalizes extends Planned {
  readonly kind: "normalization";
  readonly project: string;
  readonly before: { readonly credential: string; readonly pullCredentials: string };
  readonly after: { readonly credential: SecretArn; readonly pullCredentials: "SERVICE_ROLE" };
  /** The stack that CloudFormation tags the project with: the notice warns of drift. */
  readonly managedBy: string | undefined;
}
