/**
 * Is an IP address one that the public internet reaches?
 * https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import ipaddr from "ipaddr.js";

export type HostVerdict =
  | { readonly kind: "public-looking" }
  /** `why` is one clause for a person. */
  | { readonly kind: "private"; readonly why: string };

/**
 * Go's parser, which Docker uses, takes four decimal numbers and nothing else for an IPv4 address: what C takes for one
 * beside it (`127.1`, `0x7f.1`, `2130706433`) is a name to it, and no such name exists. https://pkg.go.dev/net/netip#ParseAddr
 */
export function judgeIpv4(text: string): HostVerdict {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { kind: "private", why: `${text} is neither an IPv4 address of four decimal numbers nor a name` };
  }
  const kind = privateIpv4[ipaddr.IPv4.parse(text).range()];
  return kind === undefined ? { kind: "public-looking" } : { kind: "private", why: `${text} is ${kind}` };
}

/** Without brackets. An address that carries an IPv4 address is judged by that. */
export function judgeIpv6(text: string): HostVerdict {
  if (!ipaddr.IPv6.isValid(text)) return { kind: "private", why: `${text} is not an IPv6 address` };
  const address = ipaddr.IPv6.parse(text);
  const carried = carriedIpv4(address);
  if (carried !== undefined) return within(text, judgeIpv4(carried));
  const kind = privateIpv6(address);
  return kind === undefined ? { kind: "public-looking" } : { kind: "private", why: `${text} is ${kind}` };
}

const privateIpv4: Readonly<Partial<Record<string, string>>> = {
  broadcast: "the broadcast address (RFC 919)",
  carrierGradeNat: "a shared address behind a carrier's NAT (RFC 6598)",
  linkLocal: "a link-local address (RFC 3927)",
  loopback: "a loopback address (RFC 1122)",
  multicast: "a multicast address (RFC 5771)",
  private: "a private address (RFC 1918)",
  reserved: "a reserved address (RFC 6890)",
  unspecified: "an address of this network, of no host (RFC 1122)",
};

/** IPv4-mapped (RFC 4291), NAT64 by the well-known prefix (RFC 6052) and 6to4 (RFC 3056). */
function carriedIpv4(address: ipaddr.IPv6): string | undefined {
  const bytes = address.toByteArray();
  const last = bytes.slice(12).join(".");
  if (address.range() === "ipv4Mapped") return last;
  if (address.match(wellKnownPrefix, 96)) return last;
  return address.range() === "6to4" ? bytes.slice(2, 6).join(".") : undefined;
}

function within(text: string, verdict: HostVerdict): HostVerdict {
  return verdict.kind === "private"
    ? { kind: "private", why: `${text} carries an IPv4 address, and ${verdict.why}` }
    : verdict;
}

function privateIpv6(address: ipaddr.IPv6): string | undefined {
  const known = privateIpv6Ranges[address.range()];
  // All of the public IPv6 internet is in 2000::/3. https://www.iana.org/assignments/ipv6-address-space
  return (
    known ?? (address.match(globalUnicast, 3) ? undefined : "outside the global unicast addresses (RFC 4291)")
  );
}

const privateIpv6Ranges: Readonly<Partial<Record<string, string>>> = {
  benchmarking: "an address for benchmarks (RFC 5180)",
  linkLocal: "a link-local address (RFC 4291)",
  loopback: "the loopback address (RFC 4291)",
  multicast: "a multicast address (RFC 4291)",
  reserved: "a reserved address (RFC 6890)",
  uniqueLocal: "a unique-local address (RFC 4193)",
  unspecified: "the address of no host (RFC 4291)",
};

const wellKnownPrefix = ipaddr.IPv6.parse("64:ff9b::");
const globalUnicast = ipaddr.IPv6.parse("2000::");
