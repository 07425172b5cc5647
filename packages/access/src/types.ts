/** The question, the policies that answer it, and the answer. */

/** The values of condition keys, by key (matched without regard to case), as IAM would see them in the request. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** May this principal do this to that? */
export interface AccessRequest {
  /** The ARN that policies match: a role's ARN, a user's, an account root's, or a service principal name. */
  readonly principal: Principal;
  /** `service:Operation` */
  readonly action: string;
  /** The full ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** The account that owns the resource; twelve digits. */
  readonly resourceAccount: string;
  /** The values of condition keys that are in the request. */
  readonly context: RequestContext;
  /** What is not known of the request. Left out: all is known, and a key that `context` lacks is absent. */
  readonly unknown?: UnknownContext;
}

/** Keys that `context` lacks are unknown, absent or with any value, but for these. */
export interface UnknownContext {
  /** Keys that the request certainly does not have; one that ends in "/" stands for all keys that begin so. */
  readonly absent: readonly string[];
  /**
   * Keys that the request certainly has, with a value of which only the beginning is known, if that: `aws:userid` is
   * the role's ID, a colon, and the name of a session.
   */
  readonly present: Readonly<Record<string, { readonly startsWith: string }>>;
}

/** A role without `sessionArn` may be any session of the role. */
export type Principal =
  | { readonly kind: "role"; readonly arn: string; readonly sessionArn?: string; readonly account: string }
  | { readonly kind: "user"; readonly arn: string; readonly account: string }
  | { readonly kind: "root"; readonly arn: string; readonly account: string }
  | { readonly kind: "service"; readonly service: string };

/** A policy with the name it is reported under. `document` is the parsed JSON, hostile until read. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: unknown;
}

/** A layer that was read, or one that could not be, with the reason. */
export type Layer<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "unknown"; readonly reason: string };

/** All that can allow or deny the request. An empty list means that there is none; `unknown` that nobody could look. */
export interface PolicySet {
  readonly identity: Layer<readonly NamedPolicy[]>;
  readonly boundary: Layer<NamedPolicy | undefined>;
  /** The policy on the resource: a secret's resource policy, a queue's, a topic's, or a KMS key policy. */
  readonly resource: Layer<NamedPolicy | undefined>;
  /** KMS keys: the key policy decides whether identity policies count at all. */
  readonly resourceIsKey: boolean;
  readonly grants: Layer<readonly KeyGrant[]>;
  /** One list a level, from the organization's root to the account; every level must allow. */
  readonly serviceControl: Layer<readonly (readonly NamedPolicy[])[]>;
}

/** A KMS grant, as far as it can allow `kms:Decrypt`. */
export interface KeyGrant {
  readonly id: string;
  /** Grants to services may lack it. */
  readonly granteePrincipal?: string;
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  /** It has constraints of which nobody knows what they demand. */
  readonly constraintsUnknown?: true;
}

/** Where in which policy the deciding statement stands. `index` counts from 0. */
export interface StatementReference {
  readonly layer: LayerName;
  readonly policy: string;
  readonly index: number;
  readonly sid?: string;
}

/** A trust policy is the `resource` of `sts:AssumeRole`, asked by a service. */
export type LayerName = "identity" | "boundary" | "resource" | "key" | "grant" | "serviceControl";

/** What holds for every value of what is unknown, and for whatever the unread layers say. */
export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly StatementReference[] }
  | { readonly kind: "denied"; readonly how: "explicit"; readonly by: readonly StatementReference[] }
  /** Nothing in `missing` allows it. */
  | { readonly kind: "denied"; readonly how: "implicit"; readonly missing: readonly LayerName[] }
  /** It could be either; `by` are the statements whose conditions it hangs on. */
  | {
      readonly kind: "unknown";
      readonly hangsOn: readonly Dependency[];
      readonly by: readonly StatementReference[];
    };

/** What would have to be known for a certain answer. */
export type Dependency =
  /** As the policy writes it, once. */
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "layer"; readonly layer: LayerName; readonly reason: string };

/** What one layer says by itself. */
export type LayerReading =
  /** There is no such policy. */
  | { readonly kind: "none" }
  /** A policy on a resource may admit the principal, or only let the policies of its account decide. */
  | {
      readonly kind: "allows";
      readonly by: readonly StatementReference[];
      readonly to: "principal" | "account";
    }
  | { readonly kind: "denies"; readonly by: readonly StatementReference[] }
  /** No statement speaks of it. */
  | { readonly kind: "silent" }
  | {
      readonly kind: "unknown";
      readonly hangsOn: readonly Dependency[];
      readonly by: readonly StatementReference[];
    };
