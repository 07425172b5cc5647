/**
 * Addresses that are not the public internet's, as IANA registers them (read in November 2026):
 * https://www.iana.org/assignments/iana-ipv4-special-registry , https://www.iana.org/assignments/iana-ipv6-special-registry ,
 * https://www.iana.org/assignments/multicast-addresses . Blocks that are "Globally Reachable" stand as `undefined`.
 */
import ipaddr from "ipaddr.js";

/** What the address is, as a noun for a person; `undefined` for one of the public internet. */
export function specialIpv4(address: ipaddr.IPv4): string | undefined {
  return ipv4Blocks.find(([network, bits]) => address.match(network, bits))?.[2];
}

/** The same; all of the public IPv6 internet is in 2000::/3. https://www.iana.org/assignments/ipv6-address-space */
export function specialIpv6(address: ipaddr.IPv6): string | undefined {
  const block = ipv6Blocks.find(([network, bits]) => address.match(network, bits));
  if (block !== undefined) return block[2];
  return address.match(globalUnicast, 3) ? undefined : "outside the global unicast addresses (RFC 4291)";
}

type Block = readonly [block: string, what: string | undefined];

/** A part stands before the whole. */
const ipv4: readonly Block[] = [
  ["0.0.0.0/8", "an address of this network, of no host (RFC 1122)"],
  ["10.0.0.0/8", "a private address (RFC 1918)"],
  ["100.64.0.0/10", "a shared address behind a carrier's NAT (RFC 6598)"],
  ["127.0.0.0/8", "a loopback address (RFC 1122)"],
  ["169.254.0.0/16", "a link-local address (RFC 3927)"],
  ["172.16.0.0/12", "a private address (RFC 1918)"],
  ["192.0.0.9/32", undefined],
  ["192.0.0.10/32", undefined],
  ["192.0.0.0/24", "an address reserved for protocols (RFC 6890)"],
  ["192.0.2.0/24", "an address for documentation (RFC 5737)"],
  ["192.88.99.0/24", "an address of the relays that 6to4 had (RFC 7526)"],
  ["192.168.0.0/16", "a private address (RFC 1918)"],
  ["198.18.0.0/15", "an address for benchmarks (RFC 2544)"],
  ["198.51.100.0/24", "an address for documentation (RFC 5737)"],
  ["203.0.113.0/24", "an address for documentation (RFC 5737)"],
  ["224.0.0.0/4", "a multicast address (RFC 5771)"],
  ["255.255.255.255/32", "the broadcast address (RFC 919)"],
  ["240.0.0.0/4", "a reserved address (RFC 1112)"],
];

/** Those that carry an IPv4 address are judged by it: they are not here. */
const ipv6: readonly Block[] = [
  ["::1/128", "the loopback address (RFC 4291)"],
  ["::/128", "the address of no host (RFC 4291)"],
  ["64:ff9b:1::/48", "an address of NAT64 within one network (RFC 8215)"],
  ["100::/64", "an address whose packets are discarded (RFC 6666)"],
  ["100:0:0:1::/64", "a dummy address (RFC 9780)"],
  ["2001::/32", "an address of Teredo (RFC 4380)"],
  ["2001:1::1/128", undefined],
  ["2001:1::2/128", undefined],
  ["2001:1::3/128", undefined],
  ["2001:2::/48", "an address for benchmarks (RFC 5180)"],
  ["2001:3::/32", undefined],
  ["2001:4:112::/48", undefined],
  ["2001:10::/28", "an identifier of ORCHID, which is deprecated (RFC 4843)"],
  ["2001:20::/28", undefined],
  ["2001:30::/28", undefined],
  ["2001::/23", "an address reserved for protocols (RFC 2928)"],
  ["2001:db8::/32", "an address for documentation (RFC 3849)"],
  ["3fff::/20", "an address for documentation (RFC 9637)"],
  ["5f00::/16", "an identifier of a segment (RFC 9602)"],
  ["fc00::/7", "a unique-local address (RFC 4193)"],
  ["fe80::/10", "a link-local address (RFC 4291)"],
  ["ff00::/8", "a multicast address (RFC 4291)"],
];

const ipv4Blocks = ipv4.map(([block, what]) => [...ipaddr.IPv4.parseCIDR(block), what] as const);
const ipv6Blocks = ipv6.map(([block, what]) => [...ipaddr.IPv6.parseCIDR(block), what] as const);
const globalUnicast = ipaddr.IPv6.parse("2000::");
