/** Grants in the table. */

import { grantItem, grantItemKey, grantPrefix, readGrant } from "../../ledger/grant-item.ts";
import { toBody } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { indexed, indexes } from "../../ledger/table.ts";
import type { RoleArn } from "../../model/arn.ts";
import { type RecordedGrant, withoutSince } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import type { Table } from "./table.ts";

type Grants = Pick<Ledger, "grants" | "grantsOfSecret" | "allGrants" | "saveGrants">;

export function grantsIn(table: Table): Grants {
  return {
    async grants(role, region) {
      return grantsOfRole(table, role, region);
    },

    /** A global index lags behind by moments: a grant that it misses is found by the sweep. */
    async grantsOfSecret(secret) {
      const index = { name: indexes.grantsBySecret, kind: "global" } as const;
      return collected(table, { index, hash: [indexed.grantedSecret, secret] });
    },

    async *allGrants(region) {
      const index = { name: indexes.grantsByRegion, kind: "global" } as const;
      const pages = table.query({ index, hash: [indexed.grantedRegion, region] });
      for await (const page of pages) yield page.map(readGrant);
    },

    /** New grants before old ones go: a crash leaves too many, and the retry finds what to remove. */
    async saveGrants(role, region, grants, now) {
      const before = await grantsOfRole(table, role, region);
      const since = new Map(before.map((grant) => [grant.secret, grant.since]));
      const unchanged = new Set(before.map(toBody));
      for (const grant of grants) {
        const recorded = { ...withoutSince(grant), since: since.get(grant.secret) ?? now };
        if (!unchanged.has(toBody(recorded))) await table.put(grantItem(recorded));
      }
      const kept = new Set(grants.map(({ secret }) => secret));
      for (const { secret } of before) {
        if (!kept.has(secret)) await table.remove(grantItemKey(role, region, secret));
      }
    },
  };
}

async function grantsOfRole(table: Table, role: RoleArn, region: string): Promise<readonly RecordedGrant[]> {
  return collected(table, { hash: ["pk", rolePartition(role, region)], skPrefix: grantPrefix });
}

async function collected(
  table: Table,
  query: Parameters<Table["query"]>[0],
): Promise<readonly RecordedGrant[]> {
  const grants: RecordedGrant[] = [];
  for await (const page of table.query(query)) grants.push(...page.map(readGrant));
  return grants;
}
