/** From AWS's errors to the domain's own, by name. */
import { AccessDenied, type FailedCall, NotFound, Refused, Throttled, Unavailable } from "../errors.ts";

/** @throws AccessDenied, Throttled, NotFound, Refused or Unavailable, with the call and the resource in the message. */
export async function withAwsErrors<T>(failed: FailedCall, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw failureOf(failed, error);
  }
}

/** What a call, or a part of it, failed with. */
export function failureOf(failed: FailedCall, error: unknown): Error {
  return new (kindOf(error))(failed, error);
}

/** The same, but what is not there is `undefined`. */
export async function withAwsErrorsIfThere<T>(
  failed: FailedCall,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withAwsErrors(failed, call);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

type Failure = new (failed: FailedCall, cause: unknown) => Error;

/** A client's fault that is none of the known ones would be the same on the next attempt; all else may pass. */
function kindOf(error: unknown): Failure {
  if (!(error instanceof Error)) return Unavailable;
  const known = kinds.get(error.name.replace(/(?:Exception|Error)$/, ""));
  if (known !== undefined) return known;
  return "$fault" in error && error.$fault === "client" ? Refused : Unavailable;
}

/**
 * IAM and STS say `AccessDenied`, the JSON services `AccessDeniedException`: without the ending, they are one.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
const kinds: ReadonlyMap<string, Failure> = new Map([
  ["AccessDenied", AccessDenied],
  // SNS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
  ["AuthorizationError", AccessDenied],
  // Security Hub, where it is not enabled: https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
  ["InvalidAccess", AccessDenied],
  ["NotAuthorized", AccessDenied],
  ["UnauthorizedOperation", AccessDenied],

  ["LimitExceededThrottling", Throttled],
  ["ProvisionedThroughputExceeded", Throttled],
  ["RequestLimitExceeded", Throttled],
  ["RequestThrottled", Throttled],
  ["SlowDown", Throttled],
  ["Throttled", Throttled],
  ["Throttling", Throttled],
  ["TooManyRequests", Throttled],

  ["NoSuchEntity", NotFound],
  ["NotFound", NotFound],
  ["ParameterNotFound", NotFound],
  ["ResourceNotFound", NotFound],

  // A client's fault by their shape, and gone a moment later: credentials are renewed, writers give way.
  ["ConcurrentModification", Unavailable],
  ["EntityTemporarilyUnmodifiable", Unavailable],
  ["ExpiredToken", Unavailable],
  ["InvalidClientTokenId", Unavailable],
  ["InvalidSignature", Unavailable],
  ["RequestExpired", Unavailable],
  ["RequestTimeTooSkewed", Unavailable],
  ["SignatureDoesNotMatch", Unavailable],
  ["Timeout", Unavailable],
  ["UnrecognizedClient", Unavailable],
]);
