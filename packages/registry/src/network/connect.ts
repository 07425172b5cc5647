/** A TLS connection to one judged address. */
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { CertificateFault } from "@pullpass/core";
import type { Network } from "./network.ts";

export type Connected =
  | { readonly kind: "connected"; readonly socket: TLSSocket; readonly address: string }
  | ConnectFault;

export type ConnectFault =
  | { readonly kind: "refused" | "timed-out" | "no-route" | "closed" | "no-tls"; readonly why: string }
  /** The way there is closed on this side: nothing is said of the host. */
  | { readonly kind: "no-way"; readonly why: string }
  | { readonly kind: "certificate"; readonly fault: CertificateFault; readonly why: string };

/** `address` is connected to as it is: nothing is looked up. The certificate has to be for `host`. */
export function connectTls(
  address: string,
  { host, port }: { readonly host: string; readonly port: number },
  { authorities, limits }: Network,
  signal: AbortSignal,
): Promise<Connected> {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      // Names alone are sent; a certificate for an address is compared with the address. https://www.rfc-editor.org/rfc/rfc6066#section-3
      ...(isIP(host) === 0 && { servername: host }),
      ca: [...authorities],
      // NODE_TLS_REJECT_UNAUTHORIZED changes the default only.
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
    });
    const give = (connected: Connected) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", late);
      if (connected.kind !== "connected") socket.destroy();
      // What breaks later ends the request that uses the socket.
      socket.removeAllListeners("error").on("error", () => undefined);
      resolve(connected);
    };
    const late = () => give({ kind: "timed-out", why: `${address} did not answer in time` });
    const timer = setTimeout(late, limits.connectMs);
    if (signal.aborted) return late();
    signal.addEventListener("abort", late, { once: true });
    socket.once("secureConnect", () => give({ kind: "connected", socket, address }));
    socket.once("error", (error: NodeJS.ErrnoException) => give(faultOf(error, address)));
    socket.once("close", () => give({ kind: "closed", why: `${address} closed the connection` }));
  });
}

function faultOf({ code = "", message }: NodeJS.ErrnoException, address: string): ConnectFault {
  const certificate = certificateFaults[code];
  if (certificate !== undefined) {
    const [fault, why] = certificate;
    return { kind: "certificate", fault, why };
  }
  const failure = connectFailures[code];
  if (failure !== undefined) return { kind: failure[0], why: `${address} ${failure[1]}` };
  // OpenSSL's own words, of which each version has others.
  if (code.startsWith("ERR_SSL_") || code === "EPROTO")
    return { kind: "no-tls", why: `${address} does not speak TLS at this port` };
  if (/certificate/i.test(message))
    return { kind: "certificate", fault: "invalid", why: "the certificate cannot be checked" };
  return { kind: "no-way", why: `no connection to ${address} could be made (${code || "no reason given"})` };
}

const connectFailures: Readonly<Partial<Record<string, readonly [ConnectFailure, string]>>> = {
  ECONNREFUSED: ["refused", "refused the connection"],
  ETIMEDOUT: ["timed-out", "did not answer in time"],
  EHOSTUNREACH: ["no-route", "cannot be reached: there is no route to it"],
  ECONNRESET: ["closed", "closed the connection"],
  EPIPE: ["closed", "closed the connection"],
  ENETUNREACH: ["no-way", "is in a network that is not reached from here"],
};

type ConnectFailure = Exclude<ConnectFault["kind"], "certificate">;

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateFaults: Readonly<Partial<Record<string, readonly [CertificateFault, string]>>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: ["wrong-name", "the certificate is for another name"],
  CERT_HAS_EXPIRED: ["expired", "the certificate has expired"],
  CERT_NOT_YET_VALID: ["not-yet-valid", "the certificate is not valid yet"],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["self-signed", "the certificate is signed by itself"],
  SELF_SIGNED_CERT_IN_CHAIN: ["unknown-authority", "the certificate is of an authority that is not public"],
  UNABLE_TO_GET_ISSUER_CERT: ["unknown-authority", "the certificate's authority is not known"],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["unknown-authority", "the certificate's authority is not known"],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    "unknown-authority",
    "the certificate's authority is not known, or the registry does not send the certificates between them",
  ],
  CERT_UNTRUSTED: ["unknown-authority", "the certificate's authority is not trusted"],
  CERT_REVOKED: ["invalid", "the certificate was revoked"],
  CERT_SIGNATURE_FAILURE: ["invalid", "the certificate's signature is wrong"],
  INVALID_CA: ["invalid", "a certificate of the chain may sign no others"],
  INVALID_PURPOSE: ["invalid", "the certificate is not for servers"],
};
