/** The names that CodeBuild sees from its own public network: a table, and a guess for names that are not in it. */
import { BlockList, isIP } from "node:net";
import type { Sandbox } from "./sandbox.ts";

export interface Dns {
  /** What the name resolves to from now on; no addresses: it does not exist. */
  set(host: string, addresses: readonly string[]): void;
  /** The addresses of a host name or literal address; none if it cannot be resolved. */
  resolve(host: string): readonly string[];
}

/**
 * The public DNS of that account. A name that was never set has a public address, unless it is a name that only private
 * networks know: a single label, or one of the suffixes reserved for them.
 */
export function dns(sandbox: Sandbox): Dns {
  const table = sandbox.store("dns", () => new Map<string, readonly string[]>());
  return {
    set: (host, addresses) => void table.set(host.toLowerCase(), addresses),
    resolve(host) {
      const name = host.toLowerCase();
      if (isIP(name)) return [name];
      return table.get(name) ?? (privateName.test(name) ? [] : [anyPublicAddress]);
    },
  };
}

/** Can the internet reach this address? Addresses for documentation pass, as stand-ins for real ones. */
export function isPublicAddress(address: string): boolean {
  return !privateAddresses.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

const anyPublicAddress = "203.0.113.10";
const privateName =
  /^[^.]+$|\.(internal|intranet|private|corp|home|lan|local|localhost|test|invalid|home\.arpa)$/;

/** https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry */
const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv6");
}
