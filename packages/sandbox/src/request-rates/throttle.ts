/** Refuses calls above AWS's request rates. */
import { awsError } from "../errors.ts";
import { isGlobal } from "../global-services.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Call, Service } from "../service.ts";
import { protocolOf } from "../wire/protocol-of.ts";
import { type Quota, quotas } from "./quotas.ts";
import type { RequestRates } from "./rates.ts";

/**
 * Counts the call. "For cross-account requests, Secrets Manager throttles the account of the identity that makes the
 * requests", and so does KMS; calls that a service makes on its own are not counted.
 * @throws the service's own error for too many requests
 */
export function throttle({ sandbox, caller, place, operation }: Call, service: Service): void {
  const { requestRates } = sandbox;
  if (requestRates === undefined || caller.kind === "service") return;
  const rate = rateOf(service.signingName, operation, requestRates);
  if (!rate) return;
  const region = isGlobal(service) ? "" : place.region;
  const bucket = bucketOf(sandbox, `${caller.account}:${region}:${rate.name}`, rate.perSecond);
  if (!takeOne(bucket, sandbox.clock.now().getTime())) throw tooMany(service);
}

interface Rate {
  /** Operations that share it share the name. */
  readonly name: string;
  readonly perSecond: number;
}

function rateOf(service: string, operation: string, own: RequestRates): Rate | undefined {
  const name = `${service}:${operation}`;
  const perSecond = own[name];
  if (perSecond !== undefined) return { name, perSecond };
  const quota = quotas.find((each) => each.service === service && covers(each, operation));
  if (!quota) return undefined;
  const isShared = quota.operations !== undefined && !quota.each;
  return { name: isShared ? `${service}:${quota.operations?.join("+")}` : name, perSecond: quota.perSecond };
}

function covers({ operations }: Quota, operation: string): boolean {
  return operations === undefined || operations.includes(operation);
}

/** Filled at the rate up to a second's worth; a call takes one. */
interface Bucket {
  readonly perSecond: number;
  tokens: number;
  at: number;
}

/** Who else calls in the account has taken up to half of it when the first call comes. */
function bucketOf(sandbox: Sandbox, name: string, perSecond: number): Bucket {
  return sandbox.store(`request-rate:${name}`, () => {
    const taken = sandbox.ids.number(Math.floor(perSecond / 2) + 1);
    return { perSecond, tokens: Math.max(1, perSecond - taken), at: sandbox.clock.now().getTime() };
  });
}

function takeOne(bucket: Bucket, now: number): boolean {
  const filled = bucket.tokens + ((now - bucket.at) * bucket.perSecond) / 1000;
  bucket.tokens = Math.min(Math.max(1, bucket.perSecond), filled);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/**
 * KMS's words: https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html . Organizations':
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html . The others say `Rate exceeded`.
 */
function tooMany(service: Service) {
  switch (service.signingName) {
    case "kms":
      return awsError(
        "ThrottlingException",
        "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
      );
    case "organizations":
      return awsError(
        "TooManyRequestsException",
        "You have sent too many requests in too short a period of time.",
      );
    default:
      return awsError(
        protocolOf(service).family === "query" ? "Throttling" : "ThrottlingException",
        "Rate exceeded",
      );
  }
}
