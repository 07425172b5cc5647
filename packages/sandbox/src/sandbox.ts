/** The in-memory AWS account as its services see it. `createSandbox` (create.ts) makes one. */
import type { Decision } from "@pullpass/access";
import type { Caller, Place } from "./caller.ts";
import type { Organization } from "./organization/model.ts";
import type { Permission } from "./permission.ts";
import type { RequestRates } from "./request-rates/rates.ts";

export interface Sandbox {
  readonly partition: string;
  /** The account that callers belong to unless they say otherwise; twelve digits. */
  readonly account: string;
  /** Whether there is such an account; there is any, unless the sandbox was made with those that there are. */
  hasAccount(account: string): boolean;
  readonly organization: Organization | undefined;
  /** How long what is written to IAM may take to be seen; 0: it is seen at once. */
  readonly iamLagMs: number;
  /** Present where calls above AWS's request rates are refused. */
  readonly requestRates: RequestRates | undefined;
  /** Regions that are switched on; a call to another is refused. */
  readonly regions: readonly string[];
  readonly clock: VirtualClock;
  readonly ids: Ids;

  /** State of a service, made on first use. The key names service, account and Region: `kms:111122223333:eu-central-1`. */
  store<T>(key: string, create: () => T): T;

  /**
   * One call from the inside, exactly as if it had come over the wire: hooks, IAM, the operation, the recording, the
   * trail. `service` is the signing name. Throws the SDK's exceptions.
   */
  call(service: string, operation: string, input: unknown, from: From): Promise<unknown>;
  /** Asks IAM without calling. */
  decide(permission: Permission, from: From): Decision;

  /** Puts an event on the default bus of its account and Region, on behalf of an AWS service; one of CloudTrail where a trail logs it. */
  emit(event: BusEvent): void;
  /** EventBridge listens here. */
  onEvent(listener: (event: BusEvent) => void): void;

  /**
   * Work going on behind the callers' backs (deliveries, functions, builds), for `settle` to wait for, and for the clock
   * before it moves on. So it must not wait for a timer itself: let the timer track what comes next.
   */
  track(work: Promise<unknown>): void;
  /** So many milliseconds of the clock pass for what is under way, such as a call that AWS takes long for; others go on. */
  pass(ms: number): Promise<void>;
  /** Resolves when nothing is under way and no timer is due. Throws after `limit` rounds without coming to rest. */
  settle(limit?: number): Promise<void>;

  /** Every call made, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Hooks see every call; a `before` that throws makes the call fail with that error, an `after` that throws loses the reply. */
  before(hook: Hook): void;
  after(hook: Hook): void;

  /** What has to end with the sandbox; the last one first. */
  onDispose(end: () => void | Promise<void>): void;
  dispose(): Promise<void>;
}

/** Who calls, from where, and through which service. */
export interface From {
  readonly caller: Caller;
  readonly place: Place;
  /** `secretsmanager.eu-central-1.amazonaws.com` when that service calls on the caller's behalf. */
  readonly viaService?: string;
  /** The id that the reply carries; a new one without. */
  readonly requestId?: string;
  /** `http://127.0.0.1:4599` when the call came over a socket. */
  readonly endpoint?: string;
}

/** Time stands still until someone moves it, or runs with the wall clock if so created. */
export interface VirtualClock {
  /** Whether only someone moves it. */
  readonly standsStill: boolean;
  now(): Date;
  /** Moves time on by so many milliseconds, running what falls due on the way. */
  advance(ms: number): Promise<void>;
  /** Runs `work` in so many milliseconds of this clock; the answer cancels it. */
  after(ms: number, work: () => void | Promise<void>): () => void;
}

/** Ids from a seed: the same seed gives the same account. */
export interface Ids {
  uuid(): string;
  /** So many characters of the alphabet. */
  text(length: number, alphabet: string): string;
  /** A number from 0 up to, not including, `below`. */
  number(below: number): number;
}

/** An EventBridge envelope. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface RecordedCall {
  readonly at: Date;
  /** The caller's ARN, or the name of the service. */
  readonly principal: string;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly account: string;
  /** What IAM was asked for: `secretsmanager:GetSecretValue` on an ARN; empty when the call asks for nothing. */
  readonly permissions: readonly { readonly action: string; readonly resource: string }[];
  /** `ok`, or the name of the error. */
  readonly outcome: string;
}

export type Hook = (call: {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly from: From;
}) => void | Promise<void>;
