/** What the ledger says of what was to be announced, and the mark up to which all of it was. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { announcedAgain, askedAgainAt, noticeOfItem } from "../../ledger/announced-item.ts";
import { changeItemKey } from "../../ledger/change-item.ts";
import { findingItemKey } from "../../ledger/finding-item.ts";
import { type Item, readable } from "../../ledger/item.ts";
import { openFindingsPartition, sweepPartition } from "../../ledger/partition.ts";
import { historyOfChanges, historyOfFindings, indexed, indexes } from "../../ledger/table.ts";
import type { Announcement, Announcements, ToldMark } from "../../notice/ports.ts";
import { dynamoDbTable, type Table } from "./table.ts";

export interface AnnouncementsOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly region: string;
}

/** The methods throw the errors of `errors.ts`. */
export function dynamoDbAnnouncements({ client, table: name, region }: AnnouncementsOptions): Announcements {
  const table = dynamoDbTable(client, name);
  const markKey = { pk: sweepPartition(region), sk: "told" };
  return {
    async mark() {
      const item = await table.get(markKey);
      return readable(item === undefined ? [] : [item], readMark)[0];
    },
    async saveMark(mark) {
      await table.put({ ...markKey, type: "told", ...mark });
    },
    changes: (from, to) => announcementsIn(table, historyOfChanges, from, to),
    findings: (from, to) => announcementsIn(table, historyOfFindings(region), from, to),
    async *openFindings() {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const hash = [indexed.grantedRegion, openFindingsPartition(region)] as const;
      for await (const page of table.query({ index, hash })) {
        yield readable(page, noticeOfItem).filter((notice) => notice !== undefined);
      }
    },
    async announceAgain(notice, to, now) {
      const key = notice.kind === "change" ? changeItemKey(notice.change) : findingItemKey(notice.finding);
      const told = { state: [notice.state], ...(notice.kind === "finding" && { noticedAt: [notice.at] }) };
      const update = { set: announcedAgain(now, to), setOnce: {}, remove: [] };
      await table.update(key, update, { orAbsent: false, is: told });
    },
  };
}

async function* announcementsIn(
  table: Table,
  history: string,
  from: string,
  to: string,
): AsyncIterable<readonly Announcement[]> {
  const index = { name: indexes.changesByTime, kind: "global" } as const;
  const hash = [indexed.history, history] as const;
  for await (const page of table.query({ index, hash, from: [indexed.plannedAt, from], to })) {
    yield readable(page, readAnnouncement);
  }
}

function readAnnouncement(item: Item): Announcement {
  const since = v.parse(v.string(), item[indexed.plannedAt]);
  return { since, notice: noticeOfItem(item), againAt: askedAgainAt(item) };
}

function readMark(item: Item): ToldMark {
  return v.parse(Mark, item);
}

const Mark = v.object({
  upTo: v.string(),
  plannedFrom: v.string(),
  hubAt: v.exactOptional(v.string()),
});
