/** The index of what projects hang on, in the partitions of the projects. */
import { allOf } from "../../all-of.ts";
import { inParallel } from "../../in-parallel.ts";
import { readable } from "../../ledger/item.ts";
import { projectPartition } from "../../ledger/partition.ts";
import { projectUseItem, readProjectUse, usesEntry, usesRegion } from "../../ledger/project-use-item.ts";
import { indexed, indexes, ttlAttribute } from "../../ledger/table.ts";
import type { Ledger } from "../../ports.ts";
import { queriesAtOnce, type Table } from "./table.ts";

type ProjectUses = Pick<Ledger, "uses" | "usesOf" | "everyUse" | "saveUses" | "forgetUse">;

export function projectUsesIn(table: Table, expiryOf: (now: string) => number): ProjectUses {
  return {
    /** A global index lags behind by moments. */
    async uses(region, used) {
      const index = { name: indexes.grantsBySecret, kind: "global" } as const;
      const pages = table.query({ index, hash: [indexed.grantedSecret, usesEntry(region, used)] });
      return readable(await allOf(pages), readProjectUse);
    },
    async usesOf(region, projects) {
      const found = await inParallel(projects, queriesAtOnce, async (name) => {
        const pages = table.query({ hash: ["pk", projectPartition(name, region)] });
        return readable(await allOf(pages), readProjectUse);
      });
      return found.flat();
    },
    async *everyUse(region) {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const pages = table.query({ index, hash: [indexed.grantedRegion, usesRegion(region)] });
      for await (const page of pages) yield readable(page, readProjectUse);
    },
    async saveUses(region, uses, now) {
      await table.putMany(
        uses.map((use) => ({ ...projectUseItem(region, use), [ttlAttribute]: expiryOf(now) })),
      );
    },
    async forgetUse(region, use) {
      const { pk, sk } = projectUseItem(region, use);
      await table.remove({ pk, sk });
    },
  };
}
