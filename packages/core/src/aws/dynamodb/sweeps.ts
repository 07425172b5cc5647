/** What one sweep leaves for the next: when it began, and what it read of secrets. */
import { readable } from "../../ledger/item.ts";
import { sweepPartition } from "../../ledger/partition.ts";
import { readSecretSight, secretSightItem, sightPrefix } from "../../ledger/secret-sight-item.ts";
import { ttlAttribute } from "../../ledger/table.ts";
import type { Ledger } from "../../ports.ts";
import type { Table } from "./table.ts";

type Sweeps = Pick<Ledger, "sweepCompleted" | "lastSweep" | "hasUses" | "secretSights" | "saveSecretSight">;

export function sweepsIn(table: Table, expiryOf: (now: string) => number): Sweeps {
  const keyOf = (region: string) => ({ pk: sweepPartition(region), sk: "sweep" });

  return {
    async sweepCompleted(region, startedAt, now) {
      await table.put({ ...keyOf(region), type: "sweep", startedAt, completedAt: now, uses: 1 });
    },
    async lastSweep(region) {
      const startedAt = (await table.get(keyOf(region)))?.startedAt;
      return typeof startedAt === "string" ? startedAt : undefined;
    },
    async hasUses(region) {
      const { pk, sk } = keyOf(region);
      for await (const page of table.query({ hash: ["pk", pk], skPrefix: sk })) {
        if (page.some(({ uses }) => uses === 1)) return true;
      }
      return false;
    },

    async *secretSights(region) {
      const hash = ["pk", sweepPartition(region)] as const;
      for await (const page of table.query({ hash, skPrefix: sightPrefix })) {
        yield readable(page, readSecretSight);
      }
    },
    async saveSecretSight(region, sight, now) {
      await table.put({ ...secretSightItem(region, sight), [ttlAttribute]: expiryOf(now) });
    },
  };
}
