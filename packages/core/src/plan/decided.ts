/** What `plan` decided: everything that `apply` does, and everything that is wrong. */

import type { Diagnosis } from "../diagnose/diagnose.ts";
import type { RepairLimits } from "../diagnose/limits.ts";
import type { UnreadPart } from "../diagnose/unread.ts";
import type { RoleArn, SecretArn } from "../model/arn.ts";
import type { Change, Grant, Normalizes, Retries } from "../model/change.ts";
import type { Finding, Subject } from "../model/finding.ts";
import type { Project, WholeEnvironment } from "../model/project.ts";
import type { Work } from "../model/work.ts";

export interface Plan {
  readonly work: Work;
  readonly mode: "apply" | "plan";
  /** In the order to apply: grants and revocations (one policy write), then normalizations. */
  readonly changes: readonly Change[];
  readonly policy: PolicyWrite;
  /** Secrets that the policy's write takes, and others shortly before. */
  readonly taken: readonly SecretArn[];
  /** All of the role's grants once the plan is applied, in canonical order: what the policy says. */
  readonly grants: readonly Grant[];
  readonly updates: readonly ProjectUpdate[];
  /** Builds that could not pull, and can once the plan is applied. */
  readonly retries: readonly BuildRetry[];
  /** What each project that could be read pulls with now: tells whether a normalization that a crash left was made. */
  readonly pulls: ReadonlyMap<string, Pull>;
  /** The account as it is, and as it is once the plan is applied. */
  readonly before: Diagnosis;
  readonly after: Diagnosis;
  /** What keeps pullpass from more. */
  readonly limits: RepairLimits;
  /** Of `after`, what somebody is to hear of. */
  readonly findings: readonly Finding[];
  /** Findings of these subjects that are open in the ledger and not in `findings` are closed. */
  readonly examined: readonly Subject[];
  /** What could not be known, as lines: nothing that hangs on it was planned. */
  readonly unknowns: readonly string[];
  /** The same, with what tells whether another try may find it. */
  readonly unread: readonly UnreadPart[];
}

export type PolicyWrite =
  | { readonly kind: "keep" }
  | {
      readonly kind: "put";
      readonly role: RoleArn;
      readonly roleName: string;
      readonly policyName: string;
      readonly document: string;
      readonly before: string | undefined;
    }
  | {
      readonly kind: "delete";
      readonly role: RoleArn;
      readonly roleName: string;
      readonly policyName: string;
      readonly before: string | undefined;
    };

export type Pull = Pick<Project, "credential" | "pullCredentials">;

export interface BuildRetry {
  readonly change: Retries;
  /** Why it is not started again all the same, a sentence. */
  readonly heldBack?: string;
}

export interface ProjectUpdate {
  readonly change: Normalizes;
  /** Only a project that still is so may be written. */
  readonly seen: Project;
  readonly environment: WholeEnvironment;
}
