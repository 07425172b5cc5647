/** The ledger in one DynamoDB table, laid out in `ledger/table.ts`. Every write stands by itself, and is conditional. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Ledger } from "../../ports.ts";
import { changesIn } from "./changes.ts";
import { driftIn } from "./drift.ts";
import { failedBuildsIn } from "./failed-builds.ts";
import { findingsIn } from "./findings.ts";
import { grantsIn } from "./grants.ts";
import { memoizedTable } from "./memoized-table.ts";
import { mutesIn } from "./mutes.ts";
import { policyWrittenIn } from "./policy-written.ts";
import { projectUsesIn } from "./project-uses.ts";
import { registryRecordsIn } from "./registry-records.ts";
import { retriesIn } from "./retries.ts";
import { sweepsIn } from "./sweeps.ts";
import { dynamoDbTable } from "./table.ts";

export interface DynamoDbLedgerOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** How long settled changes and closed findings are kept. */
  readonly historyDays?: number;
  /** For one piece of work: what it read of a role or a project once, it does not read again. */
  readonly remembers?: boolean;
}

/** The methods throw the errors of `errors.ts`. */
export function dynamoDbLedger({
  client,
  table: name,
  historyDays = 400,
  remembers = false,
}: DynamoDbLedgerOptions): Ledger {
  const plain = dynamoDbTable(client, name);
  const table = remembers ? memoizedTable(plain) : plain;
  const expiryOf = (now: string) => Math.floor(Date.parse(now) / 1_000) + historyDays * secondsPerDay;
  return {
    ...grantsIn(table, expiryOf),
    ...changesIn(table, expiryOf),
    ...findingsIn(table, expiryOf),
    ...driftIn(table),
    ...failedBuildsIn(table, expiryOf),
    ...projectUsesIn(table, expiryOf),
    ...retriesIn(table, expiryOf),
    ...policyWrittenIn(table),
    ...registryRecordsIn(table),
    ...mutesIn(table, expiryOf),
    ...sweepsIn(table, expiryOf),
  };
}

const secondsPerDay = 86_400;
