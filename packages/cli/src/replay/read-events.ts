/**
 * Events from a file, in any of the forms that people have them in: EventBridge envelopes or CloudTrail records; one, an
 * array, or a line each; CloudTrail's own files, gzipped or not; and what `aws cloudtrail lookup-events` prints.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 */
import { gunzipSync } from "node:zlib";
import { UserError } from "../user-error.ts";
import { envelopeOf } from "./envelope.ts";
import { member } from "./member.ts";
import { type UnreadForm, unreadForm } from "./unread-form.ts";

export interface ReadEvent {
  /** The file, and which of its events: `trail.json.gz #3`. */
  readonly where: string;
  readonly event: unknown;
  /** What it is, where it is no event. */
  readonly unread: UnreadForm | undefined;
}

/** @throws UserError if it is no JSON */
export function readEvents(name: string, bytes: Uint8Array): readonly ReadEvent[] {
  const events = documents(name, textOf(name, bytes)).flatMap(unpacked);
  return events.map((event, index) => ({
    where: `${name} #${index + 1}`,
    event: envelopeOf(event),
    unread: unreadForm(event),
  }));
}

/** Far above CloudTrail's files, and below what would exhaust the memory. */
const bytesMax = 512 * 1024 * 1024;

function textOf(name: string, bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    const plain = isGzip ? gunzipSync(bytes, { maxOutputLength: bytesMax }) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch (cause) {
    const what = isGzip ? "is no whole gzip file" : "is not text in UTF-8";
    throw new UserError(`${name} ${what}.`, "Give a file of JSON, or CloudTrail's .json.gz.", { cause });
  }
}

/** The whole as one document, else a document a line. */
function documents(name: string, text: string): readonly unknown[] {
  if (text.trim() === "") throw new UserError(`${name} is empty.`, "Give at least one event.");
  const whole = parsed(text);
  if (whole.kind === "json") return [whole.value];
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const each = parsed(line);
      if (each.kind === "json") return each.value;
      const isLines = number > 1 && parsed(lines[0]?.line ?? "").kind === "json";
      const what = isLines
        ? `Line ${number} of ${name} is not JSON: ${each.why}`
        : `${name} is not JSON: ${whole.why}`;
      throw new UserError(what, "Give one event, an array of events, or one event a line.");
    });
}

type Parsed =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "other"; readonly why: string };

function parsed(text: string): Parsed {
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch (error) {
    return { kind: "other", why: error instanceof Error ? error.message : String(error) };
  }
}

/** `{"Records": []}` are CloudTrail's files, `{"Events": [{"CloudTrailEvent": …}]}` what lookup-events prints. */
function unpacked(document: unknown): readonly unknown[] {
  const events: unknown[] = [];
  // Not by calling itself: a file may hold arrays in arrays deeper than calls may go.
  const left = [document];
  while (left.length > 0) {
    const next = left.pop();
    const inside = Array.isArray(next) ? next : (member(next, "Records") ?? member(next, "Events"));
    if (Array.isArray(inside)) for (const each of inside.toReversed()) left.push(each);
    else events.push(lookedUp(next));
  }
  return events;
}

/** The record is a text that is JSON, and in some tools' hands already an object. */
function lookedUp(document: unknown): unknown {
  const event = member(document, "CloudTrailEvent");
  if (typeof event !== "string") return isRecord(event) ? event : document;
  const record = parsed(event);
  return record.kind === "json" && isRecord(record.value) ? record.value : document;
}

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
