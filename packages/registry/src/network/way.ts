/** What one look, or one check, goes through: the network, the time it has, and the hosts that were judged, each once. */
import type { Network } from "./network.ts";
import { type JudgedHost, judgedHost } from "./resolve.ts";

export interface Way {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** The same answer for the same host, whatever DNS would say a moment later. Never throws. */
  readonly judged: (host: string) => Promise<JudgedHost>;
}

export function wayThrough(network: Network, totalMs: number): Way {
  const signal = AbortSignal.timeout(totalMs);
  const hosts = new Map<string, Promise<JudgedHost>>();
  return {
    network,
    signal,
    judged(host) {
      const known = hosts.get(host) ?? judgedHost(host, network, signal).catch(() => late(host));
      hosts.set(host, known);
      return known;
    },
  };
}

function late(host: string): JudgedHost {
  return { host, aliases: [], addresses: [], kind: "unknown", why: "DNS did not answer in time" };
}
