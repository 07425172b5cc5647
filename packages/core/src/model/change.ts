/** What pullpass grants, and the modifications it makes. */
import type { KeyArn, RoleArn, SecretArn } from "./arn.ts";
import type { Binding } from "./binding.ts";
import type { CredentialText } from "./credential.ts";
import type { Project } from "./project.ts";
import { type Cause, toolOf } from "./trigger.ts";

/** pullpass lets one role read one secret, and decrypt with its key. The projects are why. */
export interface Grant {
  readonly role: RoleArn;
  readonly region: string;
  readonly secret: SecretArn;
  /** The customer managed key; absent for the default key, which needs no permission. */
  readonly key: KeyArn | undefined;
  /** The customer managed key that the secret's next value will be under, where the present one is not. */
  readonly nextKey?: KeyArn;
  /** Names of the projects that need it, sorted. */
  readonly projects: readonly string[];
  /** The projects that may read with it; absent for one that is the whole role's, as those of older versions are. */
  readonly bound?: Binding;
}

/** The grant alone, its members in the order of the ledger's schema: equal grants are equal texts. */
export function withoutSince({ role, region, secret, key, nextKey, projects, bound }: Grant): Grant {
  return {
    role,
    region,
    secret,
    key,
    ...(nextKey !== undefined && { nextKey }),
    projects,
    ...(bound !== undefined && { bound: { projects: bound.projects, strict: bound.strict } }),
  };
}

/** A grant in the ledger, or read off the role's own policy where there is no ledger. */
export interface RecordedGrant extends Grant {
  /** ISO 8601: when it was first made; `undefined` when nothing tells. */
  readonly since: string | undefined;
}

/** The last write of a role's own policy. */
export interface PolicyWritten {
  /** ISO 8601, when it was about to begin. */
  readonly at: string;
  /** Secrets that it took from the policy, and others shortly before: IAM may still show them. */
  readonly taken: readonly SecretArn[];
  /** By secret, what it was to say of those that it changed: `grantDigest`, or nothing of one that it took. Absent in older records. */
  readonly wrote?: Readonly<Record<string, string>>;
}

/** A role's policy that is about to be written, and what that takes from the role. */
export interface PolicyToWrite extends Omit<PolicyWritten, "at"> {
  readonly role: RoleArn;
  readonly region: string;
}

/** The last normalization of a project, and how many rounds of undoing and writing anew it ended. */
export interface DriftRounds {
  /** The id of that change. */
  readonly change: string;
  readonly credential: string;
  /** 1 for a normalization that undid nobody's undoing. */
  readonly rounds: number;
  /** ISO 8601; `undefined` in records of older versions. */
  readonly at: string | undefined;
  /** What deployed the project in between, as far as an event told. */
  readonly tool: string | undefined;
  /** When the project was created, by CodeBuild's clock, ISO 8601; `undefined` in records of older versions. */
  readonly created: string | undefined;
}

/** One modification. `id` is the same for the same modification planned again from the same state. */
export type Change = Grants | Revokes | Restores | Normalizes | Retries;

interface Planned {
  readonly id: string;
  readonly role: RoleArn;
  readonly account: string;
  readonly region: string;
  /** One sentence: why the change is right. */
  readonly reason: string;
  readonly causes: readonly Cause[];
  /** What may be said of its projects once it is made; empty in records of older versions. */
  readonly outlook: readonly Outlook[];
  /** The ids of the changes that it undoes, as a person asked; absent for a change of pullpass's own. */
  readonly undoes?: readonly string[];
}

/** What of the role's own policy a grant or revocation started from. */
interface OnPolicy {
  /** Its text, empty where there was none. Absent in records of older versions, and where the role went with its policy. */
  readonly policyBefore?: string;
}

/** Can a project pull once a change is made? */
export interface Outlook {
  readonly project: string;
  /** As a diagnosis has it. */
  readonly verdict: string;
  /** What still keeps it from pulling, or what it hangs on, a sentence each. */
  readonly remains: readonly string[];
  /** What was not looked at, as people call it. */
  readonly unseen: readonly string[];
}

export interface Grants extends Planned, OnPolicy {
  readonly kind: "grant";
  readonly grant: Grant;
  /** Nothing new is allowed: it is for fewer than before. */
  readonly narrows?: true;
  /** Who else reads the secret by it, whom its owner did not name: a sentence each. */
  readonly sharedWith?: readonly string[];
}

export interface Revokes extends Planned, OnPolicy {
  readonly kind: "revocation";
  readonly grant: Grant;
}

/** Takes away what somebody else wrote under the name of pullpass's own policy, where nothing is granted by it. */
export interface Restores extends Planned, OnPolicy {
  readonly kind: "restoration";
  readonly policyName: string;
}

export interface Normalizes extends Planned {
  readonly kind: "normalization";
  readonly project: string;
  readonly before: { readonly credential: string; readonly pullCredentials: string };
  /** The secret's ARN, but of a change that undoes one. */
  readonly after: {
    readonly credential: CredentialText;
    readonly pullCredentials: Project["pullCredentials"];
  };
  /** Which time running it is, where something else undoes it again and again; 1 where nothing does. */
  readonly round: number;
  /** By CodeBuild's clock, ISO 8601: one that was created at another time is another project of that name. */
  readonly projectCreated?: string;
  /** The stack that CloudFormation tags the project with: the notice warns of drift. */
  readonly managedBy: string | undefined;
}

/** Starts a build again that could not pull, once that is mended. Each build has at most one, of whatever outcome. */
export interface Retries extends Planned {
  readonly kind: "retry";
  readonly project: string;
  /** The id of the build that failed. */
  readonly build: string;
  /** The id of the build that was started. */
  readonly startedAs?: string;
}

/**
 * What is kept of a project once that normalization is made. An event that tells no tool takes nothing from what another told, and who counted
 * moments ago is not counted over: a round follows on that.
 */
export function driftAfter(
  { id, after, round, projectCreated, causes }: Normalizes,
  before: DriftRounds | undefined,
  at: string,
): DriftRounds {
  const isSame = before?.credential === after.credential && before.created === projectCreated;
  const isLoop = isSame && Date.parse(at) - Date.parse(before.at ?? "") <= loopMs;
  return {
    change: id,
    credential: after.credential,
    rounds: isLoop ? Math.max(round, before.rounds + 1) : round,
    at,
    tool: toolOf(causes) ?? before?.tool,
    created: projectCreated,
  };
}

/** What is undone within this time counts as a round: a loop takes seconds to minutes. */
export const loopMs = 15 * 60_000;

/** The projects that a change is about: none when a crash left a secret in a policy that no project needs. */
export function projectsOf(change: Change): readonly string[] {
  if (change.kind === "restoration") return [];
  return change.kind === "grant" || change.kind === "revocation" ? change.grant.projects : [change.project];
}
