/** Changes in the table. A state once left is not come back to, so that each is announced once. */

import { allOf } from "../../all-of.ts";
import { changeItem, changeItemKey, openChangesIn, readChange } from "../../ledger/change-item.ts";
import { readable, toBody } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { historyOfChanges, indexed, indexes, ttlAttribute } from "../../ledger/table.ts";
import type { Change } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { ifAbsent, type WriteCondition } from "./condition.ts";
import { countDrift } from "./drift.ts";
import type { Table } from "./table.ts";

type Changes = Pick<
  Ledger,
  | "settledAt"
  | "planned"
  | "applied"
  | "failed"
  | "discarded"
  | "proposed"
  | "unsettled"
  | "openChanges"
  | "history"
>;

/** Of an error's text, what fits beside a change into an item. */
const errorCharactersMax = 4_000;

export function changesIn(table: Table, expiryOf: (now: string) => number): Changes {
  const settle = (change: Change, settled: Settled, condition: WriteCondition) =>
    table.update(
      changeItemKey(change),
      {
        set: { ...settled, ...nowKnown(change), [ttlAttribute]: expiryOf(settled.settledAt) },
        setOnce: withoutKey(change, settled.settledAt),
        remove: [
          indexed.unsettledSince,
          indexed.grantedRegion,
          ...(settled.error === undefined ? ["error"] : []),
        ],
      },
      condition,
    );

  return {
    async settledAt(changes) {
      const items = await table.getMany(changes.map(changeItemKey));
      const bySk = new Map(items.map(({ sk, settledAt }) => [sk, settledAt]));
      const settled = changes.flatMap((change): [string, string][] => {
        const at = bySk.get(changeItemKey(change).sk);
        return typeof at === "string" ? [[change.id, at]] : [];
      });
      return new Map(settled);
    },

    async planned(changes, now) {
      for (const change of changes) {
        const index = {
          [indexed.unsettledSince]: now,
          [indexed.grantedRegion]: openChangesIn(change.region),
        };
        await table.put({ ...changeItem(change, now), state: "planned", ...index }, ifAbsent);
      }
    },

    /** The count comes first: it knows the change that it counted last, so a repetition counts nothing twice. */
    async applied(changes, now) {
      for (const change of changes) {
        if (change.kind === "normalization") await countDrift(table, change, now, expiryOf(now));
        await settle(
          change,
          { state: "applied", settledAt: now },
          { orAbsent: true, isNot: { state: "applied" } },
        );
      }
    },

    async failed(change, error, now) {
      const settled = { state: "failed", settledAt: now, error: error.slice(0, errorCharactersMax) } as const;
      await settle(change, settled, { orAbsent: true, is: { state: ["planned"] } });
    },

    async discarded(changes) {
      const condition = { orAbsent: false, is: { state: ["planned"] } };
      for (const change of changes) await table.remove(changeItemKey(change), condition);
    },

    async proposed(changes, now) {
      for (const change of changes) {
        const settled = { state: "proposed", settledAt: now, [ttlAttribute]: expiryOf(now) };
        const index = { [indexed.grantedRegion]: openChangesIn(change.region) };
        await table.put({ ...changeItem(change, now), ...settled, ...index }, ifAbsent);
      }
    },

    async unsettled(role, region) {
      const index = { name: indexes.unsettledChanges, kind: "local" } as const;
      const pages = table.query({ index, hash: ["pk", rolePartition(role, region)] });
      return readable(await allOf(pages), readChange);
    },

    async *openChanges(region) {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const hash = [indexed.grantedRegion, openChangesIn(region)] as const;
      for await (const page of table.query({ index, hash })) yield readable(page, readChange);
    },

    async *history({ since, pageSize } = {}) {
      const index = { name: indexes.changesByTime, kind: "global" } as const;
      const hash = [indexed.history, historyOfChanges] as const;
      const query = { index, hash, order: "descending", pageSize } as const;
      const from = since === undefined ? {} : { from: [indexed.plannedAt, since] as const };
      for await (const page of table.query({ ...query, ...from })) {
        const changes = readable(page, readChange);
        yield { changes, unread: page.length - changes.length };
      }
    },
  };
}

interface Settled {
  readonly state: "applied" | "failed";
  readonly settledAt: string;
  readonly error?: string;
}

/** Which build was started is known last. */
function nowKnown(change: Change): { readonly body?: string } {
  return change.kind === "retry" ? { body: toBody(change) } : {};
}

function withoutKey(change: Change, now: string) {
  const { pk: _, sk: __, body, ...attributes } = changeItem(change, now);
  return change.kind === "retry" || body === undefined ? attributes : { ...attributes, body };
}
