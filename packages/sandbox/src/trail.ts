/** CloudTrail's records of writes, as EventBridge delivers them, and as sparse as the real ones. */
import { isGlobal } from "./global-services.ts";
import { eventTime } from "./local-date.ts";
import type { BusEvent } from "./sandbox.ts";
import type { Call, Operation, Permission, Service, TrailMembers } from "./service.ts";
import { strangerIdentity, userIdentity } from "./user-identity.ts";
import { protocolOf } from "./wire/protocol-of.ts";
import { faultOf } from "./wire/schema.ts";

export type RecordedResult = { readonly output: unknown } | { readonly error: unknown };

/**
 * The events that a call raises; none for one that only reads. What was done to another account's resources is told to
 * that account as well; that what was refused is not is unverified: a refused change across accounts would settle it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function trailEvents(
  operation: Operation<unknown, unknown>,
  input: unknown,
  call: Call,
  service: Service,
  result: RecordedResult,
  asked: readonly Permission[],
): readonly BusEvent[] {
  if (!operation.trail) return [];
  const own = trailEvent(operation, input, call, service, result);
  const others = "error" in result ? [] : ownersBeside(call.place.account, asked);
  if (others.length === 0) return [own];
  const sharedEventID = call.sandbox.ids.uuid();
  const shared = (event: BusEvent, more: object) => ({
    ...event,
    detail: { ...(event.detail as object), sharedEventID, ...more },
  });
  return [
    shared(own, {}),
    ...others.map((account) => ({
      ...shared(own, {
        userIdentity: strangerIdentity(call),
        eventID: call.sandbox.ids.uuid(),
        recipientAccountId: account,
      }),
      id: call.sandbox.ids.uuid(),
      account,
    })),
  ];
}

function ownersBeside(account: string, asked: readonly Permission[]): readonly string[] {
  const owners = asked.flatMap(({ resourceAccount }) => resourceAccount ?? []);
  return [...new Set(owners)].filter((owner) => owner !== account);
}

function trailEvent(
  operation: Operation<unknown, unknown>,
  input: unknown,
  call: Call,
  service: Service,
  result: RecordedResult,
): BusEvent {
  const { sandbox, place } = call;
  const region = eventRegion(service, call);
  const time = eventTime(sandbox.clock.now());
  return {
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service.eventSource.split(".")[0]}`,
    account: place.account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: "1.11",
      userIdentity: userIdentity(call),
      eventTime: time,
      eventSource: service.eventSource,
      eventName: call.operation,
      awsRegion: region,
      ...origin(call),
      ...outcome(operation, input, call, service, result),
      requestID: call.requestId,
      eventID: sandbox.ids.uuid(),
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: place.account,
      eventCategory: "Management",
    },
  };
}

/**
 * Events of global services appear in one Region whatever the caller's: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 * Which one outside the partition `aws` is unverified: an event there would settle it.
 */
function eventRegion(service: Service, { place }: Call): string {
  if (!isGlobal(service)) return place.region;
  return globalRegions[place.partition] ?? "us-east-1";
}

const globalRegions: Readonly<Record<string, string>> = {
  "aws-cn": "cn-north-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-us-gov": "us-gov-west-1",
};

function origin({ caller, viaService }: Call) {
  const by = caller.kind === "service" ? caller.service : viaService;
  return by
    ? { sourceIPAddress: by, userAgent: by }
    : { sourceIPAddress: "192.0.2.10", userAgent: "pullpass-sandbox" };
}

function outcome(
  operation: Operation<unknown, unknown>,
  input: unknown,
  call: Call,
  service: Service,
  result: RecordedResult,
) {
  if ("output" in result) return membersOf(operation.trail?.(input, result.output, call));
  const { name, queryCode, message } = faultOf(service.sdk, result.error);
  const code = protocolOf(service).family === "query" ? queryCode : name;
  const denied = accessDenials.includes(code);
  const hidden = denied && service.signingName === "iam";
  const requestParameters = hidden ? null : requestOf(operation, input, call);
  return {
    errorCode: denied ? "AccessDenied" : code,
    errorMessage: message,
    ...membersOf({ requestParameters, responseElements: null }),
  };
}

/** Records say `AccessDenied`, whatever the service called it. */
const accessDenials: readonly string[] = ["AccessDenied", "AccessDeniedException", "AuthorizationError"];

/** The request's members of a call that failed: there is no output, and perhaps not even what they are looked up in. */
function requestOf(operation: Operation<unknown, unknown>, input: unknown, call: Call): unknown {
  try {
    return operation.trail?.(input, {}, call).requestParameters ?? null;
  } catch {
    return null;
  }
}

/** Members above this size are left out. */
const largestMember = 100 * 1024;

function membersOf(members: TrailMembers | undefined) {
  const fits = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? "") <= largestMember;
  const { requestParameters = null, responseElements = null, resources } = members ?? {};
  return {
    ...(fits(requestParameters) && { requestParameters }),
    ...(fits(responseElements) && { responseElements }),
    ...(resources && { resources }),
  };
}
