import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";
import { eventTime } from "../../local-date.ts";
import type { BusEvent } from "../../sandbox.ts";
import type { Call, Operation } from "../../service.ts";
import { busPermission } from "./bus.ts";
import { requireBus } from "./find-rule.ts";
import { route } from "./route.ts";
import type { Bus } from "./state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents: Operation<PutEventsRequest, PutEventsResponse> = {
  permissions: (input, call) => {
    const buses = new Set((input.Entries ?? []).map(({ EventBusName }) => requireBus(EventBusName, call)));
    return [...buses].map((bus) => busPermission("PutEvents", bus));
  },
  run(input, call) {
    const entries = input.Entries ?? [];
    if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > requestBytesMax) {
      throw awsError("ValidationException", "Total size of the entries in the request is over the limit.");
    }
    const Entries = entries.map((entry) => put(entry, requireBus(entry.EventBusName, call), call));
    return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode).length, Entries };
  },
};

const requestBytesMax = 1_048_576;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-event-size */
function entryBytes({ Time, Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].map((text) => Buffer.byteLength(text ?? ""));
  return texts.reduce((sum, bytes) => sum + bytes, Time ? 14 : 0);
}

/**
 * An event on another account's bus is its sender's, and goes no further: "events received from a sender account" are not
 * sent on to a third. That this holds without a rule in between is unverified: a rule there that forwards would settle it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
function put(entry: PutEventsRequestEntry, bus: Bus, call: Call): PutEventsResultEntry {
  const refusal = refuse(entry);
  if (refusal) return refusal;
  const { sandbox, caller } = call;
  const id = sandbox.ids.uuid();
  const event: BusEvent = {
    version: "0",
    id,
    "detail-type": entry.DetailType ?? "",
    source: entry.Source ?? "",
    account: caller.account,
    time: eventTime(entry.Time ?? call.now),
    region: bus.place.region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? "{}"),
  };
  if (bus.place.account === caller.account) sandbox.emit(event);
  else route(event, bus, sandbox, true);
  return { EventId: id };
}

function refuse({ Source, DetailType, Detail }: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  if (!Source) return missing("Source");
  if (!DetailType) return missing("DetailType");
  if (!Detail) return missing("Detail");
  if (Source.startsWith("aws.")) {
    // As AWS answered on https://github.com/aws-samples/serverless-patterns/pull/3089.
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  if (isObjectText(Detail)) return undefined;
  return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
}

function missing(parameter: string): PutEventsResultEntry {
  const ErrorMessage = `Parameter ${parameter} is not valid. Reason: ${parameter} is a required argument.`;
  return { ErrorCode: "InvalidArgument", ErrorMessage };
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
