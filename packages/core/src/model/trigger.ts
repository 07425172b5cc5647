/** An event, decoded: what happened, to which secret, project, role, policy, key or build. */
import type { SecretReference } from "./secret.ts";

/** Why work is done: printed in notices and kept in the ledger. What is there decides, and not what an event says of it. */
export interface Cause {
  /** `eventID` of the record, or the id of the envelope. */
  readonly id: string;
  /** `CreateProject`, `TagResource`, `tag change`, `build failed`, `sweep`. */
  readonly event: string;
  /** Who did it: an ARN, a service, or `unknown`. */
  readonly actor: string;
  /** ISO 8601, from the event. */
  readonly time: string;
  /** What deploys infrastructure and made the call: `Terraform`. Absent where the event does not tell. */
  readonly tool?: string;
  /** The inline policy that was written or deleted, by its name. */
  readonly policy?: string;
}

/** The tool that the newest of these events tells of. */
export function toolOf(causes: readonly Cause[]): string | undefined {
  return causes.toSorted((a, b) => (a.time < b.time ? -1 : 1)).findLast(({ tool }) => tool !== undefined)
    ?.tool;
}

/** Where the thing lives that the event is about, and why to look at it. IAM's events are of the Region that IAM reports in. */
export interface Origin {
  readonly account: string;
  readonly region: string;
  readonly cause: Cause;
}

/** What one event names. */
export type SingleTrigger =
  | ({ readonly kind: "secret-changed"; readonly secret: SecretReference } & Origin)
  | ({ readonly kind: "secret-deleted"; readonly secret: SecretReference } & Origin)
  | ({ readonly kind: "project-changed"; readonly project: string } & Origin)
  | ({ readonly kind: "project-deleted"; readonly project: string } & Origin)
  | ({
      readonly kind: "build-failed";
      readonly project: string;
      readonly build: string;
      readonly context: string;
    } & Origin)
  /** `role` is a name, without its path. */
  | ({ readonly kind: "role-changed"; readonly role: string } & Origin)
  | ({ readonly kind: "role-deleted"; readonly role: string } & Origin)
  /** A managed policy was attached to the role or detached from it: nothing but a grant's access depends on that. */
  | ({ readonly kind: "role-policies-changed"; readonly role: string } & Origin)
  /** Another version of a managed policy is its default; `policy` is its ARN. */
  | ({ readonly kind: "policy-changed"; readonly policy: string } & Origin)
  /** `key` is the ARN when the record has it, else the id; `alias` has moved to it. */
  | ({ readonly kind: "key-changed"; readonly key: string; readonly alias?: string } & Origin)
  | ({ readonly kind: "sweep" } & Origin);

/** A trigger says where to look, so an event may name several things, and each is looked at. */
export type Trigger =
  | SingleTrigger
  | ({ readonly kind: "several"; readonly triggers: readonly SingleTrigger[] } & Origin);

/** An event that asks for nothing, and why. */
export interface Ignored {
  readonly kind: "ignored";
  readonly reason: string;
}
