/** What can go wrong between pullpass and AWS, in the domain's words. */

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
   * In AWS's words, what is missing is a statement in the policy on the resource. KMS says so also to callers whom IAM
   * allows nothing (https://github.com/jbrt/ec2cryptomatic/issues/26), which pullpass as deployed is not.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
   */
  readonly byResourcePolicy: boolean;

  constructor(failed: FailedCall, cause: unknown) {
    super("AccessDenied", "was denied", failed, cause);
    this.byResourcePolicy = this.message.includes("because no resource-based policy allows");
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
