/** The registries that builds pull from. */
import { dns } from "./dns.ts";
import type { Sandbox } from "./sandbox.ts";

/** A private registry: it serves images to who knows its user name and password. */
export interface Registry {
  /** As image references write it, with the port if there is one: `registry.example.com:5000`. */
  readonly host: string;
  /** What its name resolves to; without one, whatever the DNS says. */
  readonly address?: string;
  readonly username: string;
  readonly password: string;
}

export interface Registries {
  add(registry: Registry): void;
  find(host: string): Registry | undefined;
}

/** The registries of that account, by host. One that was never added accepts any credential. */
export function registries(sandbox: Sandbox): Registries {
  const table = sandbox.store("registries", () => new Map<string, Registry>());
  return {
    add(registry) {
      table.set(registry.host.toLowerCase(), registry);
      if (registry.address !== undefined) dns(sandbox).set(hostName(registry.host), [registry.address]);
    },
    find: (host) => table.get(host.toLowerCase()),
  };
}

/** The host without its port, an IPv6 address without its brackets. */
export function hostName(host: string): string {
  return host.replace(/:\d+$/, "").replace(/^\[(.+)\]$/, "$1");
}
