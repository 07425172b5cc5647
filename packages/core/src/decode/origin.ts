/** Where an event is from, and the cause that it makes. */
import { isAccount, isRegion } from "../model/arn.ts";
import type { JsonObject } from "../model/json.ts";
import type { Ignored, Origin } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { objectOf, textOf } from "./members.ts";

/**
 * Account and Region are the envelope's, which EventBridge wrote and which keeps naming the origin when a rule forwards the
 * event; time and id are the record's, which came first. Ignored, with the parts that are wrong, when one cannot be told,
 * as in what EventBridge never made. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function originOf(
  envelope: JsonObject,
  event: string,
  actor: string,
  tool?: string,
): Origin | Ignored {
  const detail = objectOf(envelope, "detail");
  const account = fitting(isAccount, textOf(envelope, "account"), textOf(detail, "recipientAccountId"));
  const region = fitting(isRegion, textOf(envelope, "region"), textOf(detail, "awsRegion"));
  const time = fitting(isTime, textOf(detail, "eventTime"), textOf(envelope, "time"));
  const id = fitting(() => true, textOf(detail, "eventID"), textOf(envelope, "id"));
  if (account.fits && region.fits && time.fits && id.fits) {
    const cause = {
      id: id.text.slice(0, idCharactersMax),
      event,
      actor: actor.slice(0, actorCharactersMax),
      time: time.text,
      ...(tool !== undefined && { tool }),
    };
    return { account: account.text, region: region.text, cause };
  }
  const wrong = [
    ...problem("account", account, "twelve digits"),
    ...problem("Region", region, "a Region's code, such as eu-central-1"),
    ...problem("time", time, "ISO 8601 in UTC, such as 2026-01-31T12:00:00Z"),
    ...problem("id", id, "a text"),
  ];
  return ignore(wrong.join("; "));
}

/** Ids are UUIDs; an ARN has at most 2,048 characters. Longer ones are made by hand, and must not fill a message of the queue. */
const idCharactersMax = 128;
const actorCharactersMax = 2_048;

type Part =
  | { readonly fits: true; readonly text: string }
  /** `text` is the first that was given. */
  | { readonly fits: false; readonly text: string | undefined };

function fitting(fits: (text: string) => boolean, ...texts: readonly (string | undefined)[]): Part {
  const given = texts.filter((text) => text !== undefined);
  const text = given.find(fits);
  return text === undefined ? { fits: false, text: given[0] } : { fits: true, text };
}

function problem(name: string, { fits, text }: Part, form: string): readonly string[] {
  if (fits) return [];
  if (text === undefined) return [`its ${name} is not given`];
  return [`its ${name} ${JSON.stringify(text.slice(0, shownCharactersMax))} is not ${form}`];
}

const shownCharactersMax = 60;

/** ISO 8601 in UTC, as EventBridge and CloudTrail write it; times of other forms would neither sort nor parse. */
function isTime(text: string): boolean {
  return /^[0-9-]{10}T[0-9:]{8}(?:\.[0-9]+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
