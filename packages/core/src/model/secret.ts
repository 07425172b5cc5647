/** A registry secret, and the ways to name one. */
import type { KeyArn, SecretArn } from "./arn.ts";
import type { Tags } from "./tags.ts";

/**
 * How a project or an event names a secret. Whether an ARN is full or partial cannot be seen from its text (a
 * name may end like the random suffix), so `arn` is either, until Secrets Manager has been asked.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html
 */
export type SecretReference =
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "arn";
      readonly text: string;
      readonly account: string;
      readonly region: string;
      readonly name: string;
    };

/** What DescribeSecret told; never the value. */
export interface Secret {
  readonly arn: SecretArn;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Tags;
  /** As Secrets Manager gives it: absent for the default key, else a key id, key ARN, alias or alias ARN. */
  readonly keyId: string | undefined;
  readonly deletion: "none" | "pending";
  readonly rotation: boolean;
  /** The service that manages the secret, for managed secrets. */
  readonly owningService: string | undefined;
  /** For a replica: the Region of its primary. */
  readonly primaryRegion: string | undefined;
}

/** A secret's key, as DescribeKey and GetKeyPolicy told. */
export interface Key {
  readonly arn: KeyArn;
  readonly account: string;
  readonly manager: "AWS" | "CUSTOMER";
  /** `Enabled`, `Disabled`, `PendingDeletion`, … https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
  readonly state: string;
}
