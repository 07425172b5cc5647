/** What was seen of registries and logins, in the ledger in memory. */
import type { LoginUse, RecordedLogin } from "../model/recorded-login.ts";
import { type RegistrySight, registryKey } from "../model/registry-sight.ts";
import type { RegistryRecords } from "../registry-records.ts";
import { inRegion } from "./in-region.ts";

export function memoryRegistryRecords(): RegistryRecords {
  const logins = new Map<string, RecordedLogin>();
  const loginUses = new Map<string, LoginUse>();
  const sights = new Map<string, RegistrySight>();
  return {
    async loginCheck(region, project) {
      return logins.get(inRegion(region, project));
    },
    async *loginChecks(region) {
      yield [...logins].flatMap(([id, login]) => (id === inRegion(region, login.project) ? [login] : []));
    },
    async recordLoginCheck(region, login) {
      logins.set(inRegion(region, login.project), login);
    },
    async loginUses(region, secret) {
      return [...loginUses].flatMap(([id, { project }]) =>
        id === inRegion(region, secret, project) ? [project] : [],
      );
    },
    async recordLoginUse(region, use) {
      loginUses.set(inRegion(region, use.secret, use.project), use);
    },

    async registrySight(region, registry) {
      return sights.get(inRegion(region, registryKey(registry)));
    },
    async recordSight(region, registry, sight) {
      sights.set(inRegion(region, registryKey(registry)), sight);
    },
  };
}
