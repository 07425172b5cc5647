/** Where an event is from, and the cause that it makes. */
import { isAccount, isRegion } from "../model/arn.ts";
import type { JsonObject } from "../model/json.ts";
import type { Origin } from "../model/trigger.ts";
import { objectOf, textOf } from "./members.ts";

/**
 * Account and Region are the envelope's, which EventBridge wrote and which keeps naming the origin when a rule forwards the
 * event; time and id are the record's, which came first. `undefined` when they cannot be told, as in what EventBridge
 * never made. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function originOf(envelope: JsonObject, event: string, actor: string): Origin | undefined {
  const detail = objectOf(envelope, "detail");
  const account = fitting(isAccount, textOf(envelope, "account"), textOf(detail, "recipientAccountId"));
  const region = fitting(isRegion, textOf(envelope, "region"), textOf(detail, "awsRegion"));
  const time = fitting(isTime, textOf(detail, "eventTime"), textOf(envelope, "time"));
  const id = textOf(detail, "eventID") ?? textOf(envelope, "id");
  if (account === undefined || region === undefined || time === undefined || id === undefined)
    return undefined;
  const cause = { id: id.slice(0, idCharactersMax), event, actor: actor.slice(0, actorCharactersMax), time };
  return { account, region, cause };
}

/** Ids are UUIDs; an ARN has at most 2,048 characters. Longer ones are made by hand, and must not fill a message of the queue. */
const idCharactersMax = 128;
const actorCharactersMax = 2_048;

/** Why an event without an origin is ignored. */
export const noOrigin = "it does not say from which account and Region it is, when it happened, or its id";

function fitting(
  fits: (text: string) => boolean,
  ...texts: readonly (string | undefined)[]
): string | undefined {
  return texts.find((text) => text !== undefined && fits(text));
}

/** ISO 8601 in UTC, as EventBridge and CloudTrail write it; times of other forms would neither sort nor parse. */
function isTime(text: string): boolean {
  return /^[0-9-]{10}T[0-9:]{8}(?:\.[0-9]+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
