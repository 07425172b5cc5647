/** The ledger in one DynamoDB table, laid out in `ledger/table.ts`. Every write is of one item, and conditional. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { fromBody, type Item, type ItemKey, readable, toBody } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { PolicyWrittenSchema } from "../../ledger/schemas.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { RoleArn } from "../../model/arn.ts";
import type { PolicyWritten } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { changesIn } from "./changes.ts";
import { driftIn } from "./drift.ts";
import { failedBuildsIn } from "./failed-builds.ts";
import { findingsIn } from "./findings.ts";
import { grantsIn } from "./grants.ts";
import { memoizedTable } from "./memoized-table.ts";
import { mutesIn } from "./mutes.ts";
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
    ...grantsIn(table),
    ...changesIn(table, expiryOf),
    ...findingsIn(table, expiryOf),
    ...driftIn(table),
    ...failedBuildsIn(table, expiryOf),
    ...projectUsesIn(table, expiryOf),
    ...retriesIn(table, expiryOf),
    async policyWritten(role, region) {
      const item = await table.get(policyKey(role, region));
      const [written] = readable(item === undefined ? [] : [item], readPolicyWritten);
      return written;
    },
    async writingPolicy(role, region, written) {
      const item = { ...policyKey(role, region), type: "policy", body: toBody(written) };
      await table.put({ ...item, [ttlAttribute]: expiryOf(written.at) });
    },
    ...registryRecordsIn(table),
    ...mutesIn(table, expiryOf),
    ...sweepsIn(table, expiryOf),
  };
}

function readPolicyWritten(item: Item): PolicyWritten {
  return v.parse(PolicyWrittenSchema, fromBody(item));
}

function policyKey(role: RoleArn, region: string): ItemKey {
  return { pk: rolePartition(role, region), sk: "policy" };
}

const secondsPerDay = 86_400;
