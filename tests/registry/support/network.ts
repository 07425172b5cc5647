/** A network on loopback: 127.0.0.1 is the public internet, and every other address is what it is. */
import {
  type Network,
  type NetworkLimits,
  networkLimits,
  publicInternet,
} from "../../../packages/registry/src/index.ts";
import type { Authority } from "./certificates.ts";
import type { DnsServer } from "./dns-server.ts";

export function loopbackNetwork(
  dns: DnsServer,
  authority: Pick<Authority, "cert">,
  limits: Partial<NetworkLimits> = {},
): Network {
  return {
    judge: (address) =>
      address === "127.0.0.1" ? { kind: "public-looking" } : publicInternet.judge(address),
    dnsServers: [dns.address],
    authorities: [authority.cert],
    limits: { ...networkLimits, ...limits },
  };
}
