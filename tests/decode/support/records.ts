/** The events under tests/records, and how to bend them. */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../records/", import.meta.url);

interface Event {
  readonly [member: string]: unknown;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A fresh copy of one event, by the file's name. */
export function recorded(name: string): Event {
  const file = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  return file.event;
}

export const recordNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));

/** The event with parts of its record, and of its envelope, replaced. */
export function bent(name: string, detail: object, envelope: object = {}): Event {
  const event = recorded(name);
  return { ...event, ...envelope, detail: { ...event.detail, ...detail } };
}
