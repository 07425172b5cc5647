/** CloudTrail's part, and CodeBuild's: their events on the default bus. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Clients } from "./clients.ts";
import { account, region } from "./emulator.ts";

/** As PutEvents takes it. */
export interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: string[];
}

/** A record of tests/records, as it would read in this account, with other words in it. */
export function event(name: string, words: Readonly<Record<string, string>> = {}): Entry {
  const file = join(import.meta.dirname, `../../records/${name}.json`);
  const replace = { "111122223333": account, "eu-central-1": region, ...words };
  const text = Object.entries(replace).reduce(
    (before, [from, to]) => before.replaceAll(from, to),
    readFileSync(file, "utf8"),
  );
  const { source, "detail-type": DetailType, detail: recorded, resources } = JSON.parse(text).event;
  // It happens now: an older event than pullpass's own last write says nothing new.
  const eventTime = new Date().toISOString().replace(/\.\d+/, "");
  const detail = "eventTime" in recorded ? { ...recorded, eventTime } : recorded;
  return { Source: source, DetailType, Detail: JSON.stringify(detail), Resources: resources };
}

/** The record of a project's creation, which names the project alone. */
export const projectCreated = (name: string): Entry =>
  event("CreateProject", { "project/web": `project/${name}`, '"web"': `"${name}"` });

/** Puts events on the bus, and remembers them. */
export function openTrail({ events }: Pick<Clients, "events">) {
  const told: Entry[] = [];
  const put = async (entry: Entry) => {
    const { Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    const { ErrorCode, ErrorMessage } = Entries?.[0] ?? {};
    if (ErrorCode !== undefined) throw new Error(`${ErrorCode}: ${ErrorMessage}`);
  };
  return {
    async tell(entry: Entry) {
      told.push(entry);
      await put(entry);
    },
    /** Every event once more, the newest first: events come twice, and in any order. */
    async repeatBackwards() {
      for (const entry of told.toReversed()) await put(entry);
    },
  };
}
