/** What `pullpass doctor` reads of an account, unknowns included. `judge/` says what it means. */
import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { RegionClaim } from "@pullpass/core";
import type { Known } from "@pullpass/core/parts";
import type { FunctionName } from "@pullpass/functions/deployment";

export interface Examined {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The ARN of who is signed in. */
  readonly caller: string;
  /** Of this command. */
  readonly version: string;
  readonly claim: Known<RegionClaim>;
  readonly concurrency: Known<Concurrency>;
  /** Those that this Region shows. */
  readonly trails: Known<readonly ExaminedTrail[]>;
  /** Those that the Region of IAM's events shows. */
  readonly trailsOfIam: Known<readonly ExaminedTrail[]>;
  /** All on the default bus of the Region. */
  readonly rules: Known<readonly BusRule[]>;
  /** The CDK's; asked for where nothing is deployed. */
  readonly bootstrap: Known<StackState> | undefined;
  /** Where the Region is claimed. */
  readonly deployed: ExaminedDeployment | undefined;
}

/** Of an account in a Region. */
export interface Concurrency {
  readonly limit: number;
  /** What no function has for itself. */
  readonly unreserved: number;
}

export interface ExaminedTrail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  /** Whether IAM's events are among what it logs. */
  readonly includesGlobal: boolean;
  readonly isLogging: Known<boolean>;
  readonly selectors: Known<TrailSelectors>;
}

/** A trail has those of one form. */
export interface TrailSelectors {
  readonly basic: readonly EventSelector[];
  readonly advanced: readonly AdvancedEventSelector[];
}

export interface BusRule {
  readonly name: string;
  readonly description: string;
  /** `ENABLED`, `DISABLED` … */
  readonly state: string;
}

export interface RuleTarget {
  readonly arn: string;
  readonly deadLetters: string | undefined;
}

export interface StackState {
  readonly status: string;
}

export interface ExaminedDeployment {
  readonly stack: Known<StackState>;
  readonly parts: Known<StackParts>;
  /** Of those in the stack. */
  readonly functions: ReadonlyMap<FunctionName, ExaminedFunction>;
  /** By the rule's name. */
  readonly targets: ReadonlyMap<string, Known<readonly RuleTarget[]>>;
  readonly queues: ReadonlyMap<QueueName, Known<QueueState>>;
  readonly subscriptions: Known<readonly Subscription[]>;
  readonly forwarding: readonly ExaminedForwarding[];
  /** Its ARN, `absent` where it is not enabled; `undefined` where the deployment sends nothing there. */
  readonly hub: Known<string> | undefined;
}

export const queueNames = ["Work", "SweepWork", "DeadWork", "DeadEvents"] as const;
export type QueueName = (typeof queueNames)[number];

/** What the stack says it is made of. */
export interface StackParts {
  /** By pullpass's name for it, the name that AWS has. */
  readonly functions: ReadonlyMap<FunctionName, string>;
  /** By what the stack calls it (`Onsecrets`), the name that the bus has. */
  readonly rules: ReadonlyMap<string, string>;
  /** URLs. */
  readonly queues: ReadonlyMap<QueueName, string>;
  /** The ARN. */
  readonly topic: string | undefined;
}

export interface ExaminedFunction {
  /** As AWS has it. */
  readonly name: string;
  readonly arn: string;
  readonly configuration: Known<FunctionSettings>;
  /** `absent`: none is. */
  readonly reserved: Known<number>;
  /** Whom it lets in. */
  readonly policy: Known<unknown>;
}

export interface FunctionSettings {
  readonly state: string;
  readonly lastUpdate: string;
  /** Of its environment, what says how it was deployed. */
  readonly version: string | undefined;
  readonly mode: string | undefined;
  readonly table: string | undefined;
  readonly regions: readonly string[];
}

export interface QueueState {
  readonly arn: string;
  readonly waiting: number;
}

export interface Subscription {
  /** An ARN, `PendingConfirmation` or `Deleted`. */
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
}

/** A Region whose events are wanted, and what is there to send them. */
export interface ExaminedForwarding {
  readonly region: string;
  /** The names of the rules that forward all that is wanted. */
  readonly wanted: readonly string[];
  readonly rules: Known<readonly BusRule[]>;
  readonly targets: ReadonlyMap<string, Known<readonly RuleTarget[]>>;
}
