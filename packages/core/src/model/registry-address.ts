/** Is an IP address one that the public internet reaches? */
import ipaddr from "ipaddr.js";
import { specialIpv4, specialIpv6 } from "./special-addresses.ts";

export type HostVerdict =
  | { readonly kind: "public-looking" }
  /** `why` is one clause for a person. */
  | { readonly kind: "private"; readonly why: string };

/** An IPv4 address, or an IPv6 address without brackets; anything else is private, because nothing reaches it. */
export function judgeAddress(text: string): HostVerdict {
  return text.includes(":") ? judgeIpv6(text) : judgeIpv4(text);
}

/**
 * Go's parser, which Docker uses, takes four decimal numbers and nothing else for an IPv4 address: what C takes for one
 * beside it (`127.1`, `0x7f.1`, `2130706433`) is a name to it, and no such name exists. https://pkg.go.dev/net/netip#ParseAddr
 */
function judgeIpv4(text: string): HostVerdict {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { kind: "private", why: `${text} is neither an IPv4 address of four decimal numbers nor a name` };
  }
  return verdictOf(text, specialIpv4(ipaddr.IPv4.parse(text)));
}

/** An address that carries an IPv4 address is judged by that. */
function judgeIpv6(text: string): HostVerdict {
  if (!ipaddr.IPv6.isValid(text)) return { kind: "private", why: `${text} is not an IPv6 address` };
  const address = ipaddr.IPv6.parse(text);
  const carried = carriedIpv4(address);
  return carried === undefined ? verdictOf(text, specialIpv6(address)) : within(text, judgeIpv4(carried));
}

function verdictOf(text: string, special: string | undefined): HostVerdict {
  return special === undefined
    ? { kind: "public-looking" }
    : { kind: "private", why: `${text} is ${special}` };
}

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

const wellKnownPrefix = ipaddr.IPv6.parse("64:ff9b::");
