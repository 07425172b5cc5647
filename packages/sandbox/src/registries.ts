/** The registries that builds pull from. */
import { dns } from "./dns.ts";
import type { Sandbox } from "./sandbox.ts";

/** A private registry: it serves every image to who knows its user name and password, or what a real one says is asked there. */
export type Registry = KnownRegistry | AskedRegistry;

interface NamedRegistry {
  /** As image references write it, with the port if there is one: `registry.example.com:5000`. */
  readonly host: string;
  /** What its name resolves to; without one, whatever the DNS says. */
  readonly address?: string;
}

interface KnownRegistry extends NamedRegistry {
  readonly username: string;
  readonly password: string;
}

export interface AskedRegistry extends NamedRegistry {
  /** Asks for the manifest. Nobody's login is `undefined`. */
  ask(image: AskedImage, login: RegistryLogin | undefined): Promise<RegistryAnswer>;
}

export interface AskedImage {
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

export interface RegistryAnswer {
  /** HTTP's. */
  readonly status: number;
  /** What the image is built for, where the manifest says so. */
  readonly platforms?: readonly Platform[];
  /** What the headers of an answer say of how much may be pulled: https://docs.docker.com/docker-hub/usage/pulls/ */
  readonly rate?: Rate;
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** Of Windows: `10.0.20348.2849`. */
  readonly osVersion?: string;
}

interface Rate {
  readonly limit: number;
  readonly remaining: number;
  readonly windowSeconds: number;
  readonly retryAfterSeconds?: number;
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
