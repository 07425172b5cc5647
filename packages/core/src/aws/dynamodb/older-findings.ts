/** Findings that versions opened which had no index of open ones: nothing but the whole table tells of them. */
import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { findingItemKey, readFinding } from "../../ledger/finding-item.ts";
import { fromAttributes, type Item, readable, toAttributes } from "../../ledger/item.ts";
import { openFindingsPartition, sweepPartition } from "../../ledger/partition.ts";
import { indexed } from "../../ledger/table.ts";
import type { OlderFindings } from "../../sweep-records.ts";
import { withAwsErrors } from "../errors.ts";
import { conditionExpression } from "./condition.ts";
import { openStates } from "./findings.ts";
import { dynamoDbTable } from "./table.ts";

export interface OlderFindingsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly region: string;
}

/** The methods throw the errors of `errors.ts`. */
export function dynamoDbOlderFindings(options: OlderFindingsOptions): OlderFindings {
  const { region } = options;
  const table = dynamoDbTable(options.client, options.table);
  const markKey = { pk: sweepPartition(region), sk: "findings" };
  const isOpen = { orAbsent: false, is: { state: openStates } };
  const set = { [indexed.grantedRegion]: openFindingsPartition(region) };
  return {
    async index(isLate) {
      const mark = await table.get(markKey);
      if (mark?.state === "indexed") return 0;
      let count = 0;
      for await (const { items, next } of openFindings(options, startOf(mark))) {
        const older = items.filter((item) => item[indexed.grantedRegion] === undefined);
        for (const { finding } of readable(older, readFinding)) {
          if (finding.region !== region) continue;
          if (await table.update(findingItemKey(finding), { set, setOnce: {}, remove: [] }, isOpen))
            count += 1;
        }
        if (next === undefined) await table.put({ ...markKey, type: "findings", state: "indexed" });
        else if (isLate()) {
          const { pk = "", sk = "" } = fromAttributes(next) ?? {};
          await table.put({ ...markKey, type: "findings", state: "begun", nextPk: pk, nextSk: sk });
          break;
        }
      }
      return count;
    },
  };
}

type Start = Record<string, AttributeValue> | undefined;

function startOf(mark: Item | undefined): Start {
  const { nextPk, nextSk } = mark ?? {};
  return nextPk === undefined || nextSk === undefined ? undefined : toAttributes({ pk: nextPk, sk: nextSk });
}

/** Reads the whole table from there on. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
async function* openFindings(
  { client, table: TableName }: OlderFindingsOptions,
  begin: Start,
): AsyncIterable<{ readonly items: readonly Item[]; readonly next: Start }> {
  const wanted = conditionExpression({ orAbsent: false, is: { type: ["finding"], state: openStates } });
  const filter = {
    FilterExpression: wanted.expression,
    ExpressionAttributeNames: wanted.names,
    ExpressionAttributeValues: wanted.values,
  };
  let next = begin;
  do {
    const input = { TableName, ...filter, ...(next && { ExclusiveStartKey: next }) };
    const page: ScanCommandOutput = await withAwsErrors(
      { call: "dynamodb:Scan", resource: `table ${TableName}` },
      () => client.send(new ScanCommand(input)),
    );
    next = page.LastEvaluatedKey;
    const items = (page.Items ?? []).map(fromAttributes).filter((item) => item !== undefined);
    yield { items, next };
  } while (next !== undefined);
}
