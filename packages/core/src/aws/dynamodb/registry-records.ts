/** What the functions that ask registries leave in the table. */
import { allOf } from "../../all-of.ts";
import { readable } from "../../ledger/item.ts";
import {
  loginItem,
  loginItemKey,
  loginPrefix,
  loginUseItem,
  loginUsePrefix,
  readLogin,
  readLoginUse,
} from "../../ledger/login-item.ts";
import { loginPartition } from "../../ledger/partition.ts";
import { readSight, sightItem, sightItemKey } from "../../ledger/sight-item.ts";
import type { RegistryRecords } from "../../registry-records.ts";
import type { Table } from "./table.ts";

export function registryRecordsIn(table: Table): RegistryRecords {
  return {
    async loginCheck(region, project) {
      const item = await table.get(loginItemKey(region, project));
      const [login] = readable(item === undefined ? [] : [item], readLogin);
      return login;
    },
    async *loginChecks(region) {
      const hash = ["pk", loginPartition(region)] as const;
      for await (const page of table.query({ hash, skPrefix: loginPrefix })) yield readable(page, readLogin);
    },
    async recordLoginCheck(region, login) {
      await table.put(loginItem(region, login));
    },
    async loginUses(region, secret) {
      const hash = ["pk", loginPartition(region)] as const;
      const items = await allOf(table.query({ hash, skPrefix: loginUsePrefix(secret) }));
      return readable(items, readLoginUse).map(({ project }) => project);
    },
    async recordLoginUse(region, use, now) {
      await table.put(loginUseItem(region, use, now));
    },
    async registrySight(region, registry) {
      const item = await table.get(sightItemKey(region, registry));
      const [sight] = readable(item === undefined ? [] : [item], readSight);
      return sight;
    },
    async recordSight(region, registry, sight) {
      await table.put(sightItem(region, registry, sight));
    },
  };
}
