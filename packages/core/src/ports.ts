/** What core needs from AWS, from the ledger and from the clock, in the domain's words. */
import type { KeyGrant, NamedPolicy } from "@pullpass/access";
import type { BuildRecords } from "./build-records.ts";
import type { LedgerReads } from "./ledger-reads.ts";
import type { KeyArn, RoleArn, SecretArn } from "./model/arn.ts";
import type { Build } from "./model/build.ts";
import type {
  Change,
  DriftRounds,
  Grant,
  PolicyToWrite,
  PolicyWritten,
  RecordedGrant,
} from "./model/change.ts";
import type { Finding, Subject } from "./model/finding.ts";
import type { Project, WholeEnvironment } from "./model/project.ts";
import type { RegistryName, RegistrySight } from "./model/registry-sight.ts";
import type { Key, Secret } from "./model/secret.ts";
import type { Tags } from "./model/tags.ts";
import type { Cause } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { MuteRecords } from "./mute-records.ts";
import type { ProjectUseRecords } from "./project-use-records.ts";
import type { RegistryRecords } from "./registry-records.ts";
import type { SweepRecords } from "./sweep-records.ts";

/** Reads and writes throw the errors of `errors.ts`; what is not there is `undefined`, never an error. */
export interface Projects {
  /** Any number of names; asked for by a hundred a call. Those not found are left out. */
  read(region: string, names: readonly string[]): Promise<readonly Project[]>;
  /** Every name in the Region, page by page. */
  list(region: string): AsyncIterable<readonly string[]>;
  /** Sends the whole environment back, and nothing else. */
  updateEnvironment(region: string, name: string, environment: WholeEnvironment): Promise<void>;
}

export interface Builds {
  /** By id or ARN, a hundred at most. Those not found are left out. */
  read(region: string, ids: readonly string[]): Promise<readonly Build[]>;
  /** The ids of the project's latest builds, newest first; none of a project that is not there. */
  latest(region: string, project: string): Promise<readonly string[]>;
}

export interface Secrets {
  /** By name in the Region, or by full or partial ARN in the ARN's own Region. */
  describe(region: string, reference: string): Promise<Secret | undefined>;
  /** The resource policy as JSON text. */
  resourcePolicy(secret: SecretArn): Promise<string | undefined>;
  /**
   * The keys that the version labelled AWSCURRENT is encrypted under, any of which opens it: ARNs, or `DefaultEncryptionKey`.
   * `undefined` for a secret without a value.
   */
  currentKeys(secret: SecretArn): Promise<readonly string[] | undefined>;
}

export interface Keys {
  /** By id, ARN, alias or alias ARN, in the Region. */
  describe(region: string, key: string): Promise<Key | undefined>;
  /** The key policy as JSON text. */
  policy(region: string, key: string): Promise<string | undefined>;
  /** The grants that could allow `kms:Decrypt`. */
  grants(key: KeyArn): Promise<readonly KeyGrant[]>;
  /** `alias/…`, all of the key's. */
  aliases(key: KeyArn): Promise<readonly string[]>;
  tags(key: KeyArn): Promise<Tags>;
}

/** The organization of the account. Few may look. */
export interface Organization {
  /** `o-…`; `undefined` for an account in none. */
  id(): Promise<string | undefined>;
  /** One list a level, from the root to the account; `undefined` where none applies. */
  serviceControl(): Promise<readonly (readonly NamedPolicy[])[] | undefined>;
}

/** What can be seen of registries over the network. */
export interface Registries {
  /**
   * `host` and `port` as an image names them. What a registry does is no error: what cannot be told is in the answer.
   * `undefined` where nobody looked.
   */
  look(registry: RegistryName): Promise<RegistrySight | undefined>;
}

/** What is to be deleted may be gone already. */
export interface Roles {
  read(name: string): Promise<RoleRecord | undefined>;
  /** Every inline policy of the role by name, as JSON text. */
  inlinePolicies(name: string): Promise<ReadonlyMap<string, string>>;
  /** Every attached managed policy by ARN, as JSON text of its default version. */
  managedPolicies(name: string): Promise<ReadonlyMap<string, string>>;
  /** One managed policy's default version, as JSON text: for a boundary. */
  managedPolicy(arn: string): Promise<string | undefined>;
  putPolicy(name: string, policyName: string, document: string): Promise<void>;
  deletePolicy(name: string, policyName: string): Promise<void>;
}

export interface PolicyHolders {
  /** Names of the roles that the managed policy is attached to or bounds. */
  rolesWith(policyArn: string): Promise<readonly string[]>;
}

export interface RoleRecord {
  readonly arn: RoleArn;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** `AROA…`: before the session's name in `aws:userid`. */
  readonly id: string | undefined;
  /** JSON text. */
  readonly trust: string;
  readonly boundaryArn: string | undefined;
}

/** The FIFO queue of work: one group a role. */
export interface WorkQueue {
  send(work: readonly Work[]): Promise<void>;
}

/** When work that failed is delivered again. */
export interface WorkRetries {
  after(deliveries: readonly WorkDelivery[]): Promise<void>;
}

export interface WorkDelivery {
  /** What the queue gave with the message. */
  readonly receipt: string;
  /** From now on. */
  readonly seconds: number;
}

export interface Clock {
  now(): Date;
}

/** The states of a change. A change is recorded as planned before it is applied, and as applied after it. */
export type ChangeState = "planned" | "applied" | "failed" | "proposed";

export interface RecordedChange {
  readonly change: Change;
  readonly state: ChangeState;
  /** ISO 8601. */
  readonly plannedAt: string;
  readonly settledAt: string | undefined;
  /** AWS's words, when it failed. */
  readonly error: string | undefined;
}

export interface HistoryQuery {
  /** ISO 8601: what was planned then or later. */
  readonly since?: string | undefined;
  /** How many to read at a time, for a reader of a few. */
  readonly pageSize?: number | undefined;
}

export interface HistoryPage {
  readonly changes: readonly RecordedChange[];
  /** How many records of another version of pullpass this one cannot read. */
  readonly unread: number;
}

export interface OpenFinding {
  readonly finding: Finding;
  readonly openedAt: string;
}

/** When each was applied, failed or proposed, by id; without those that are planned, or were never heard of. */
type SettledAt = ReadonlyMap<string, string>;
/** What pullpass did, is doing and sees. All times are ISO 8601. */
export interface Ledger extends BuildRecords, SweepRecords, RegistryRecords, MuteRecords, ProjectUseRecords {
  grants(role: RoleArn, region: string): Promise<readonly RecordedGrant[]>;
  /** The roles that hold a grant on the secret: whom to look at when its consent changes. */
  grantsOfSecret(secret: SecretArn): Promise<readonly RecordedGrant[]>;
  /** Every grant of the Region: for the sweep. */
  allGrants(region: string): AsyncIterable<readonly RecordedGrant[]>;
  /** Replaces the role's grants in the Region; those that stay keep their `since`. Then the changes are recorded as `applied` does. */
  saveGrants(
    role: RoleArn,
    region: string,
    grants: readonly Grant[],
    now: string,
    applied?: readonly Change[],
  ): Promise<void>;

  /** pullpass's last write of the role's policy; `undefined` when it never wrote it. */
  policyWritten(role: RoleArn, region: string): Promise<PolicyWritten | undefined>;

  settledAt(changes: readonly Change[]): Promise<SettledAt>;
  /** Records changes as planned, and then that a policy is about to be written. Leaves those that are there; of these, `settledAt`. */
  planned(changes: readonly Change[], now: string, policy?: PolicyToWrite): Promise<SettledAt>;
  applied(changes: readonly Change[], now: string): Promise<void>;
  failed(change: Change, error: string, now: string): Promise<void>;
  /**
   * Forgets planned changes that a newer plan makes under another id, or that AWS refuses. Nobody is told: the newer one is
   * the record, or the finding.
   */
  discarded(changes: readonly Change[]): Promise<void>;
  /** In `plan` mode: recorded and announced once, never applied. */
  proposed(changes: readonly Change[], now: string): Promise<void>;
  /** Changes of the role that are planned and not settled, in the order they were planned: a crash left them. */
  unsettled(role: RoleArn, region: string): Promise<readonly RecordedChange[]>;
  /** Newest first. Pages may be empty. */
  history(query?: HistoryQuery): AsyncIterable<HistoryPage>;

  /** Findings open for these subjects. */
  openFindings(region: string, subjects: readonly Subject[]): Promise<readonly OpenFinding[]>;
  /** `causes`, here and below: what made pullpass look. */
  openFinding(finding: Finding, now: string, causes?: readonly Cause[]): Promise<void>;
  /** Evidence, title or severity are others than recorded. */
  changeFinding(finding: Finding, now: string, causes?: readonly Cause[]): Promise<void>;
  closeFinding(finding: Finding, now: string, causes?: readonly Cause[]): Promise<void>;
  /** Announces one that is open once more, because it is muted no longer. */
  tellFindingAgain(finding: Finding, mutedUntil: string, now: string): Promise<void>;

  /** The last normalization of each project; `applied` keeps it. */
  driftRounds(region: string, projects: readonly string[]): Promise<ReadonlyMap<string, DriftRounds>>;
}

/** The ports that `observe` reads through; their answers may be `Known` only at observe's side. */
export interface Reads {
  readonly projects: Pick<Projects, "read">;
  readonly secrets: Secrets & {
    /** Of every secret of the Region that stands. Absent where nobody lists them: a deployment does not. */
    names?(region: string): Promise<readonly string[]>;
  };
  readonly keys: Keys;
  readonly roles: Pick<Roles, "read" | "inlinePolicies" | "managedPolicies" | "managedPolicy">;
  readonly ledger: LedgerReads;
  /** Absent where nobody looks at builds that failed, or remembers which of them somebody was told of. */
  readonly builds?: Builds & Pick<Ledger, "failedBuilds"> & Partial<Pick<Ledger, "lastRetries">>;
  /** Absent where nobody looks. */
  readonly organization?: Organization;
  /** Absent where no logins are checked, or nobody looks at what was seen of them. */
  readonly logins?: Pick<Ledger, "loginCheck">;
  /** Absent where nobody looks at registries over the network: reconcile has what the ledger tells of such looks. */
  readonly registries?: Registries;
  readonly clock: Clock;
}

/** The ports that `apply` writes through. */
export interface Writes {
  readonly projects: Pick<Projects, "read" | "updateEnvironment">;
  readonly roles: Pick<Roles, "putPolicy" | "deletePolicy">;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Absent where no builds are started again. */
  readonly later?: WorkQueue;
  /** Takes what is too much for one piece of work. Absent where one piece has all the time. */
  readonly rest?: WorkQueue;
}
