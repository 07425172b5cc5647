/** Registries as this computer sees them. What opens connections is loaded only where one is asked. */
import { onlyOnce, type Registries, registriesWithZones } from "@pullpass/core";
import type { Account } from "../aws/account.ts";
import type { Terminal } from "../terminal.ts";

/** More of them than that one account names is somebody who wants many hosts to be asked. */
const registriesMax = 200;

/** The same, with the private hosted zones of the account for those that cannot be reached. */
export function registriesOfAccount({ connection, region }: Account, out: Terminal): Registries {
  const zones = onlyOnce(async () => {
    const { privateZones } = await import("@pullpass/core/aws/route-53");
    return privateZones(connection, region);
  });
  const named = async (name: string) => (await zones()).named(name);
  return registriesWithZones(registriesFromHere(out), { named }, { now: () => new Date() });
}

/** Each is looked at once. */
export function registriesFromHere(out: Terminal): Registries {
  const looks = onlyOnce(async () => {
    const { registryLooks } = await import("@pullpass/registry");
    return registryLooks({ ...(await vantageHere(out)), registriesMax });
  });
  return { look: async (endpoint) => (await looks())(endpoint) };
}

/** From where a registry is asked, and by what network. */
export async function vantageHere({ internet }: Terminal) {
  const { publicInternet } = await import("@pullpass/registry");
  return { network: internet ?? publicInternet, from: "this computer", now: () => new Date() } as const;
}
