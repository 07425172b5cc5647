/** Registries as this computer sees them. */
import type { Registries } from "@pullpass/core";
import { publicInternet, registryLooks } from "@pullpass/registry";
import type { Terminal } from "../terminal.ts";

/** More of them than that one account names is somebody who wants many hosts to be asked. */
const registriesMax = 200;

/** Each is looked at once. */
export function registriesFromHere({ internet = publicInternet }: Terminal): Registries {
  return {
    look: registryLooks({ network: internet, from: "this computer", now: () => new Date(), registriesMax }),
  };
}
