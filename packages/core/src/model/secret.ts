/** A registry secret, and the ways to name one. */
import { isAccount, isRegion, type KeyArn, parseArn, type SecretArn } from "./arn.ts";
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
      /** What follows `secret:`, so with the random suffix if the ARN is full. */
      readonly name: string;
    };

/**
 * Reads a project's credential, or a `secretId`. `undefined` for what Secrets Manager takes for neither a name nor an
 * ARN of a secret. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function parseSecretReference(text: string): SecretReference | undefined {
  if (secretName.test(text)) return { kind: "name", name: text };
  const arn = parseArn(text);
  if (arn?.service !== "secretsmanager" || !arn.resource.startsWith(secretPrefix)) return undefined;
  const { account, region } = arn;
  const name = arn.resource.slice(secretPrefix.length);
  if (!isRegion(region) || !isAccount(account) || !secretName.test(name)) return undefined;
  return { kind: "arn", text, account, region, name };
}

const secretPrefix = "secret:";

/**
 * "!" is not for everyone: it is in the names of secrets that other services manage. Names of 512 characters, and seven
 * more for the suffix of a full ARN. https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
 */
const secretName = /^[A-Za-z0-9/_+=.@!-]{1,519}$/;

/** The label of the version that a pull reads. */
export const pulledLabel = "AWSCURRENT";

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
  /** `never`: it was made without a value, and none was put into it since. A list does not tell that: `unknown`. */
  readonly hasValue: "yes" | "never" | "unknown";
  /** Which version has that label. A list does not tell that; absent where there is none. */
  readonly currentVersion?: string;
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
  /** `SYMMETRIC_DEFAULT`, …; `undefined` when nobody told. */
  readonly spec: string | undefined;
}
