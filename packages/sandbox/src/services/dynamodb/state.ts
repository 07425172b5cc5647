import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { type Dynalite, openDynalite, type Wire } from "./dynalite.ts";
import type { StreamRecord } from "./stream-record.ts";

/** The database of one account in one Region, with what dynalite does not know about its tables. */
export interface Database {
  readonly dynalite: Dynalite;
  readonly place: Place;
  /** By name. */
  readonly tables: Map<string, Table>;
  /**
   * Runs writes one after another, so that each knows the item before and after. Who reads the streams is woken after each: what was
   * written together may be read together. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
   */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** A table, beside its items. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Names of the key attributes. */
  readonly keyNames: readonly string[];
  isDeletionProtected: boolean;
  hasPointInTimeRecovery: boolean;
  stream: Stream | undefined;
  timeToLive: { readonly attributeName: string } | undefined;
  /** Stops the expiry timer of an item, by its key as text. */
  readonly expiryTimers: Map<string, () => void>;
}

/** What happened to the items of a table, oldest first. */
export interface Stream {
  readonly arn: string;
  readonly label: string;
  readonly viewType: string;
  readonly records: StreamRecord[];
  /** How many of them the listeners were called for. */
  told: number;
  /** Called when records were added. */
  readonly listeners: Set<() => void>;
}

export type Item = Wire;

/** Opens the database on first use; the sandbox closes it. */
export function databaseOf(sandbox: Sandbox, place: Place): Database {
  return sandbox.store(`dynamodb:${place.account}:${place.region}`, () => {
    const dynalite = openDynalite(place);
    sandbox.onDispose(() => dynalite.close());
    const tables = new Map<string, Table>();
    const inTurn = oneAtATime();
    const exclusive: Database["exclusive"] = (work) =>
      inTurn(() => work().finally(() => wakeReaders(tables)));
    return { dynalite, place, tables, exclusive };
  });
}

/** The table's name, also from its ARN. */
export function tableName(nameOrArn: unknown): string {
  return String(nameOrArn ?? "").replace(/^arn:[^/]+:table\/([^/]+).*$/, "$1");
}

/** The table with that ARN. */
export function findTable(arn: string, sandbox: Sandbox): Table | undefined {
  const [, partition = "", , region = "", account = ""] = arn.split(":");
  return databaseOf(sandbox, { partition, region, account }).tables.get(tableName(arn));
}

function wakeReaders(tables: Database["tables"]): void {
  for (const { stream } of tables.values()) {
    if (stream === undefined || stream.told === stream.records.length) continue;
    stream.told = stream.records.length;
    for (const listener of [...stream.listeners]) listener();
  }
}

function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
