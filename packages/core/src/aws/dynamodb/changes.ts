/** Changes in the table. A state once left is not come back to, so that each is announced once. */

import { allOf } from "../../all-of.ts";
import { changeItem, changeItemKey, openChangesIn, readChange } from "../../ledger/change-item.ts";
import { keyText, readable } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { historyOfChanges, indexed, indexes, ttlAttribute } from "../../ledger/table.ts";
import type { PolicyToWrite } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { ifAbsent } from "./condition.ts";
import { policyWrittenItem } from "./policy-written.ts";
import { recordApplied, settledChange } from "./settled-change.ts";
import type { Table } from "./table.ts";
import { writeAlone, writeTogether } from "./write-together.ts";
import { keyOf, type TableWrite } from "./writes.ts";

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
  const policyWrites = (policy: PolicyToWrite | undefined, now: string): readonly TableWrite[] => {
    if (policy === undefined) return [];
    const { role, region, ...what } = policy;
    return [{ kind: "put", item: policyWrittenItem(role, region, { at: now, ...what }, expiryOf(now)) }];
  };
  const settledAt: Ledger["settledAt"] = async (changes) => {
    const items = await table.getMany(changes.map(changeItemKey));
    const bySk = new Map(items.map(({ sk, settledAt: at }) => [sk, at]));
    const settled = changes.flatMap((change): [string, string][] => {
      const at = bySk.get(changeItemKey(change).sk);
      return typeof at === "string" ? [[change.id, at]] : [];
    });
    return new Map(settled);
  };

  return {
    settledAt,

    async planned(changes, now, policy) {
      const writes = changes.map((change): TableWrite => {
        const index = {
          [indexed.unsettledSince]: now,
          [indexed.grantedRegion]: openChangesIn(change.region),
        };
        const item = { ...changeItem(change, now), state: "planned", ...index };
        return { kind: "put", item, condition: ifAbsent };
      });
      const unmet = await writeTogether(table, [...writes, ...policyWrites(policy, now)]);
      const there = new Set(unmet.map((write) => keyText(keyOf(write))));
      return settledAt(changes.filter((change) => there.has(keyText(changeItemKey(change)))));
    },

    async applied(changes, now) {
      await recordApplied(table, changes, now, expiryOf(now));
    },

    async failed(change, error, now) {
      const settled = { state: "failed", settledAt: now, error: error.slice(0, errorCharactersMax) } as const;
      const condition = { orAbsent: true, is: { state: ["planned"] } };
      await writeAlone(table, settledChange(change, settled, expiryOf(now), condition));
    },

    async discarded(changes) {
      const condition = { orAbsent: false, is: { state: ["planned"] } };
      const writes = changes.map(
        (change): TableWrite => ({
          kind: "remove",
          key: changeItemKey(change),
          condition,
        }),
      );
      await writeTogether(table, writes);
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
