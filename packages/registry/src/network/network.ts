/** The network that a registry is looked at through, and what one look may cost it. */
import { rootCertificates } from "node:tls";
import { type HostVerdict, judgeAddress } from "@pullpass/core";

/**
 * Image references are written by others, so that looking at their registry is a request that an attacker aims: nothing of
 * it goes to an address that the judge does not take for public.
 */
export interface Network {
  /** Every address is asked about before it is connected to, and no name is looked up a second time. */
  readonly judge: (address: string) => HostVerdict;
  /** `127.0.0.1:53`; absent: those of the system. */
  readonly dnsServers?: readonly string[];
  /** The certificates, in PEM, that are trusted: Mozilla's, whatever the environment adds to them. */
  readonly authorities: readonly string[];
  readonly limits: NetworkLimits;
}

export interface NetworkLimits {
  /** Of one question to one DNS server; it is asked twice. */
  readonly dnsMs: number;
  /** Of a TCP connection and its TLS handshake, to one address. */
  readonly connectMs: number;
  /** Of all that is done for one look. */
  readonly totalMs: number;
  /** The same, of a check of a login, which asks more. */
  readonly checkMs: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly redirects: number;
  /** Of one host, that are connected to one after the other. */
  readonly addresses: number;
  /** Of a chain of names. */
  readonly aliases: number;
}

export const networkLimits: NetworkLimits = {
  dnsMs: 2_000,
  connectMs: 4_000,
  totalMs: 15_000,
  checkMs: 45_000,
  headerBytes: 16_384,
  bodyBytes: 65_536,
  redirects: 3,
  addresses: 3,
  aliases: 8,
};

export const publicInternet: Network = {
  judge: judgeContact,
  authorities: rootCertificates,
  limits: networkLimits,
};

/** Public addresses that stand for the machine itself. https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const ofTheMachine: readonly string[] = ["168.63.129.16", "::ffff:a83f:8110"];

function judgeContact(address: string): HostVerdict {
  return ofTheMachine.includes(address)
    ? { kind: "private", why: `${address} is the address of Azure's own services in each of its machines` }
    : judgeAddress(address);
}
