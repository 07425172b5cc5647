import type { KeyGrant } from "@pullpass/access";

/** One question to IAM. `resourcePolicy` is the JSON text of the policy on the resource, where it has one. */
export interface Permission {
  /** `secretsmanager:GetSecretValue` */
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly resourcePolicy?: string;
  /** The grants on a KMS key. */
  readonly grants?: readonly KeyGrant[];
  /** Condition keys that this call adds, e.g. `secretsmanager:SecretId`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}
