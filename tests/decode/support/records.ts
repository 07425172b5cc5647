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

export const recordNames: readonly string[] = namesIn(folder);

export interface FieldCase {
  readonly source: string;
  readonly expect: {
    /** What each event in the file asks for; empty where the file has none. */
    readonly says?: readonly string[];
    /** Why it asks for nothing. */
    readonly reason?: string;
    /** Why nothing is looked at in an account where no role holds a grant. */
    readonly looksAt?: string;
    /** What the form is called that is refused. */
    readonly refused?: string;
  };
  readonly content: unknown;
}

/** Events as people have them, in any form: `tests/records/field`. */
export const fieldCases: readonly (readonly [name: string, each: FieldCase])[] = namesIn(
  new URL("field/", folder),
).map((name) => [name, JSON.parse(readFileSync(new URL(`field/${name}.json`, folder), "utf8"))]);

function namesIn(place: URL): readonly string[] {
  return readdirSync(place)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""));
}

/** The event with parts of its record, and of its envelope, replaced. */
export function bent(name: string, detail: object, envelope: object = {}): Event {
  const event = recorded(name);
  return { ...event, ...envelope, detail: { ...event.detail, ...detail } };
}
