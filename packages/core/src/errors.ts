/** What can go wrong between pullpass and AWS, in the domain's words. */
import { type DenyingPolicy, denyingPolicyIn, type Refusal } from "./model/refusal.ts";

/** The call and what it was about: `secretsmanager:DescribeSecret` on an ARN or a name. */
export interface FailedCall {
  readonly call: string;
  readonly resource: string;
}

/** An AWS call that failed; the message names the call, the resource and AWS's own words. */
export abstract class AwsFailure extends Error {
  readonly call: string;
  readonly resource: string;

  /** The name is written out, because a bundle's classes have others. */
  constructor(name: string, what: string, failed: FailedCall, cause: unknown) {
    const words = cause instanceof Error ? `: ${cause.message}` : "";
    super(`${failed.call} on ${failed.resource} ${what}${words}`, { cause });
    this.name = name;
    this.call = failed.call;
    this.resource = failed.resource;
  }
}

export class AccessDenied extends AwsFailure {
  /**
   * In AWS's words. KMS says that a resource-based policy lacks a statement also to callers whom IAM allows nothing
   * (https://github.com/jbrt/ec2cryptomatic/issues/26), which pullpass as deployed is not.
   */
  readonly by: DenyingPolicy | undefined;

  constructor(failed: FailedCall, cause: unknown) {
    super("AccessDenied", "was denied", failed, cause);
    this.by = denyingPolicyIn(this.message);
  }
}

/** Throttled after all retries: worth trying again later. */
export class Throttled extends AwsFailure {
  constructor(failed: FailedCall, cause: unknown) {
    super("Throttled", "was throttled", failed, cause);
  }
}

export class NotFound extends AwsFailure {
  constructor(failed: FailedCall, cause: unknown) {
    super("NotFound", "found nothing", failed, cause);
  }
}

/** AWS refuses the write for good: a quota, a protected role, malformed input. Trying again would not help. */
export class Refused extends AwsFailure {
  constructor(failed: FailedCall, cause: unknown) {
    super("Refused", "was refused", failed, cause);
  }
}

/** Network, timeouts, AWS's own faults: worth trying again. */
export class Unavailable extends AwsFailure {
  constructor(failed: FailedCall, cause: unknown) {
    super("Unavailable", "failed", failed, cause);
  }
}

/** `undefined` for what may pass by itself: throttled, timed out, AWS's own faults. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof AccessDenied) return { kind: "denied", call: error.call, by: error.by };
  return error instanceof Refused ? { kind: "refused", call: error.call } : undefined;
}
