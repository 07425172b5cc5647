/** Looks at registries, each once, and not without end: images name whatever host their authors like. */
import { type RegistryName, type RegistrySight, registryKey } from "@pullpass/core";
import { lookAtRegistry, type RegistryLookOptions } from "./look.ts";

export interface LooksOptions extends RegistryLookOptions {
  /** More registries than that are not looked at. */
  readonly registriesMax: number;
}

/** The same registry is looked at once, however often and how closely together it is asked for. */
export function registryLooks(options: LooksOptions): (registry: RegistryName) => Promise<RegistrySight> {
  const looks = new Map<string, Promise<RegistrySight>>();
  return (registry) => {
    const key = registryKey(registry);
    const known = looks.get(key);
    if (known !== undefined) return known;
    if (looks.size >= options.registriesMax) return Promise.resolve(notLookedAt(registry, options));
    const look = lookAtRegistry(registry, options);
    looks.set(key, look);
    return look;
  };
}

function notLookedAt(
  { host, port }: RegistryName,
  { from, now, registriesMax }: LooksOptions,
): RegistrySight {
  return {
    host,
    endpoint: `${host}:${port ?? 443}`,
    from,
    at: now().toISOString(),
    aliases: [],
    addresses: [],
    outcome: { kind: "unknown", why: `not looked at, after ${registriesMax} other registries` },
  };
}
