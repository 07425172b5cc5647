/** The index of keys, in the partitions of the projects that hang on them. */
import { inParallel } from "../../in-parallel.ts";
import { readable } from "../../ledger/item.ts";
import {
  keyUseItem,
  keyUsePrefix,
  keyUsesEntry,
  keyUsesRegion,
  readKeyUse,
} from "../../ledger/key-use-item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { indexed, indexes, ttlAttribute } from "../../ledger/table.ts";
import type { KeyUse } from "../../model/key-use.ts";
import type { Ledger } from "../../ports.ts";
import { queriesAtOnce, type Table } from "./table.ts";

type KeyUses = Pick<Ledger, "keyUses" | "keyUsesOf" | "everyKeyUse" | "saveKeyUse" | "forgetKeyUse">;

export function keyUsesIn(table: Table, expiryOf: (now: string) => number): KeyUses {
  return {
    /** A global index lags behind by moments. */
    async keyUses(region, key) {
      const index = { name: indexes.grantsBySecret, kind: "global" } as const;
      const uses: KeyUse[] = [];
      const pages = table.query({ index, hash: [indexed.grantedSecret, keyUsesEntry(region, key)] });
      for await (const page of pages) uses.push(...readable(page, readKeyUse));
      return uses;
    },
    async keyUsesOf(region, projects) {
      const found = await inParallel(projects, queriesAtOnce, async (name) => {
        const uses: KeyUse[] = [];
        const hash = ["pk", projectPartition(name, region)] as const;
        for await (const page of table.query({ hash, skPrefix: keyUsePrefix })) {
          uses.push(...readable(page, readKeyUse));
        }
        return uses;
      });
      return found.flat();
    },
    async *everyKeyUse(region) {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const pages = table.query({ index, hash: [indexed.grantedRegion, keyUsesRegion(region)] });
      for await (const page of pages) yield readable(page, readKeyUse);
    },
    async saveKeyUse(region, use, now) {
      await table.put({ ...keyUseItem(region, use), [ttlAttribute]: expiryOf(now) });
    },
    async forgetKeyUse(region, use) {
      const { pk, sk } = keyUseItem(region, use);
      await table.remove({ pk, sk });
    },
  };
}
