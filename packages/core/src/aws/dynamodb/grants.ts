/** Grants in the table. One that this version cannot read stays: what the policy says of its secret is left to the listing. */

import { allOf } from "../../all-of.ts";
import { grantItems, grantPrefix, readGrant, wholeGrants } from "../../ledger/grant-item.ts";
import { type Item, readable } from "../../ledger/item.ts";
import { rolePartition } from "../../ledger/partition.ts";
import { indexed, indexes } from "../../ledger/table.ts";
import type { RoleArn } from "../../model/arn.ts";
import { type Grant, type RecordedGrant, withoutSince } from "../../model/change.ts";
import type { Ledger } from "../../ports.ts";
import { recordApplied } from "./settled-change.ts";
import type { Table } from "./table.ts";
import type { TableWrite } from "./writes.ts";

type Grants = Pick<Ledger, "grants" | "grantsOfSecret" | "allGrants" | "saveGrants">;

export function grantsIn(table: Table, expiryOf: (now: string) => number): Grants {
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
      for await (const page of pages) yield readable(page, readGrant);
    },

    async saveGrants(role, region, grants, now, applied = []) {
      const writes = await grantWrites(table, { role, region, grants }, now);
      await recordApplied(table, applied, now, expiryOf(now), writes);
    },
  };
}

/** New grants before old ones go: a crash leaves too many, and the retry finds what to remove. */
async function grantWrites(
  table: Table,
  {
    role,
    region,
    grants,
  }: { readonly role: RoleArn; readonly region: string; readonly grants: readonly Grant[] },
  now: string,
): Promise<readonly TableWrite[]> {
  const all = await itemsOfRole(table, role, region);
  const before = all.filter((item) => readable([item], readGrant).length > 0);
  const since = new Map(readable(before, readGrant).map((grant) => [grant.secret, grant.since]));
  const unchanged = new Set(before.map(({ body }) => body));
  const wanted = grants.flatMap((grant) =>
    grantItems({ ...withoutSince(grant), since: since.get(grant.secret) ?? now }),
  );
  const kept = new Set(wanted.map(({ sk }) => sk));
  return [
    ...wanted.filter(({ body }) => !unchanged.has(body)).map((item): TableWrite => ({ kind: "put", item })),
    ...before
      .filter(({ sk }) => !kept.has(sk))
      .map(({ pk, sk }): TableWrite => ({ kind: "remove", key: { pk: String(pk), sk: String(sk) } })),
  ];
}

async function itemsOfRole(table: Table, role: RoleArn, region: string): Promise<readonly Item[]> {
  return allOf(table.query({ hash: ["pk", rolePartition(role, region)], skPrefix: grantPrefix }));
}

async function grantsOfRole(table: Table, role: RoleArn, region: string): Promise<readonly RecordedGrant[]> {
  return wholeGrants(readable(await itemsOfRole(table, role, region), readGrant));
}

async function collected(
  table: Table,
  query: Parameters<Table["query"]>[0],
): Promise<readonly RecordedGrant[]> {
  return wholeGrants(readable(await allOf(table.query(query)), readGrant));
}
