/** All that a diagnosis may know: what was read for one piece of work, unknowns included. */
import type { PolicySet } from "@pullpass/access";
import type { KeyArn, RoleArn, SecretArn } from "../model/arn.ts";
import type { DriftRounds, PolicyWritten, RecordedGrant } from "../model/change.ts";
import type { FailedBuild } from "../model/failed-build.ts";
import type { Known } from "../model/known.ts";
import type { Project } from "../model/project.ts";
import type { RecordedLogin } from "../model/recorded-login.ts";
import type { RegistrySight } from "../model/registry-sight.ts";
import type { LastRetry } from "../model/retry.ts";
import type { Key, Secret } from "../model/secret.ts";
import type { Tags } from "../model/tags.ts";
import type { Work } from "../model/work.ts";

export interface Snapshot {
  readonly work: Work;
  /** ISO 8601, when observing began. */
  readonly takenAt: string;
  readonly role: Known<RoleState>;
  /** pullpass's last write of the role's own policy. */
  readonly policyWritten: PolicyWritten | undefined;
  /** By project name: those of the work and those that the ledger's grants name. */
  readonly projects: ReadonlyMap<string, Known<Project>>;
  /** By the reference as the project writes it, and by full ARN for the secrets of existing grants. */
  readonly secrets: ReadonlyMap<string, SecretLookup>;
  /** The role's grants as the ledger has them. */
  readonly grants: readonly RecordedGrant[];
  /** Of what the policy grants and a crash kept from the ledger: the projects for which that was planned, where it is known. */
  readonly planned?: ReadonlyMap<SecretArn, readonly string[]>;
  /** By project name: its last normalization. */
  readonly driftRounds: ReadonlyMap<string, DriftRounds>;
  readonly organization: OrganizationState;
  /** By `registryKey`: what was seen of registries over the network. Absent where nobody looked. */
  readonly registries?: ReadonlyMap<string, RegistrySight>;
  /** By project name: what the last check of its login saw, whatever secret and image it has now. Absent where nobody checks. */
  readonly logins?: ReadonlyMap<string, RecordedLogin>;
  /** By project name: builds that could not pull. Absent where nobody looked. */
  readonly failedBuilds?: ReadonlyMap<string, BuildFailure>;
  /** Only the work's projects were read, and the secrets that they name or hold a grant of. */
  readonly alone?: true;
}

export interface BuildFailure {
  /** The last build that could not pull; `undefined` where one has pulled since. */
  readonly current: FailedBuild | undefined;
  /** The one that a finding is open about. */
  readonly recorded: FailedBuild | undefined;
  /** The last of those that failed, also where it failed as the one before did. */
  readonly newest?: FailedBuild | undefined;
  /** The last build of the project that pullpass started again. */
  readonly retried?: LastRetry | undefined;
}

/** What the account's organization says, as far as somebody could read it. */
export interface OrganizationState {
  /** `o-…`; absent for an account in no organization. */
  readonly id: Known<string>;
  /** Level by level, from the root to the account. */
  readonly serviceControl: PolicySet["serviceControl"];
}

export interface RoleState {
  readonly arn: RoleArn;
  readonly name: string;
  readonly tags: Tags;
  /** `AROA…`: before the session's name in `aws:userid`. */
  readonly id: string | undefined;
  /** The trust policy, parsed JSON. */
  readonly trust: unknown;
  readonly boundary: Known<unknown>;
  /** The ARN of the boundary's policy, where the role has one. */
  readonly boundaryArn?: string;
  /** All inline policies by name, as text; pullpass's own among them. */
  readonly inlinePolicies: ReadonlyMap<string, string>;
  /** Attached managed policies by ARN, parsed JSON. */
  readonly managedPolicies: Known<ReadonlyMap<string, unknown>>;
}

/** Where a reference led. */
export type SecretLookup =
  | {
      readonly kind: "found";
      readonly secret: Secret;
      /** What opens the version that a pull reads. */
      readonly key: SecretKey;
      /** What the secret names for its next value, where the version that a pull reads is not under that. */
      readonly nextKey?: SecretKey;
      readonly resourcePolicy: Known<unknown>;
    }
  | {
      readonly kind: "not-found";
      readonly lookedIn: readonly string[];
      /** The names that it likely means, the likeliest first, where somebody listed them and there are any. */
      readonly nearest?: readonly string[];
    }
  /** The full ARN is gone, and a secret of the same name stands in its place with another suffix. */
  | {
      readonly kind: "recreated";
      readonly found: Extract<SecretLookup, { kind: "found" }>;
      readonly staleArn: string;
    }
  | { readonly kind: "ambiguous"; readonly candidates: readonly SecretArn[] }
  | { readonly kind: "cross-account"; readonly account: string }
  | Extract<Known<never>, { kind: "unknown" }>;

/** The key that protects a secret. */
export type SecretKey =
  /** `aws/secretsmanager`, which lets everybody in the account decrypt through Secrets Manager. */
  | { readonly kind: "default"; readonly arn: Known<KeyArn> }
  | CustomerKey
  | (Extract<Known<Key>, { kind: "unknown" }> & { readonly keyId: string })
  | { readonly kind: "absent"; readonly keyId: string };

/** A key that the account's people manage. */
export interface CustomerKey {
  readonly kind: "customer";
  readonly key: Key;
  readonly policy: Known<unknown>;
  readonly grants: PolicySet["grants"];
  /** `alias/…`; only looked for where a policy asks for them. */
  readonly aliases: Known<readonly string[]>;
  /** Only looked for where a policy asks for them. */
  readonly tags: Known<Tags>;
}
