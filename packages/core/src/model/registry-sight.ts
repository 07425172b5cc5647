/** What one look at a registry over the network saw, as data. Names in it come from others, and are hostile until shown as plain text. */
import type { ZonesSeen } from "./private-zone.ts";

export interface RegistrySight {
  /** As the image names it, without port. */
  readonly host: string;
  /** What was asked: `registry-1.docker.io:443` for `docker.io`. */
  readonly endpoint: string;
  readonly from: Vantage;
  /** ISO 8601. */
  readonly at: string;
  /** The names that the host's name leads to (CNAME), in their order. */
  readonly aliases: readonly string[];
  /** Every address that it resolves to. */
  readonly addresses: readonly SeenAddress[];
  readonly outcome: SightOutcome;
  /** The private hosted zones of the account that could have its name; absent where nobody asked. */
  readonly zones?: ZonesSeen;
}

/**
 * From where it was looked: CodeBuild pulls from a network of its own, outside every VPC, so that what a person's computer
 * sees (a VPN, an office's DNS, a firewall) may be something else.
 */
export type Vantage = "this computer" | "outside any VPC";

/** For a person: what another network sees proves nothing for CodeBuild's. */
export function vantageName(from: Vantage): string {
  return from === "this computer" ? "this computer, whose network is not CodeBuild's" : "outside any VPC";
}

export interface SeenAddress {
  readonly address: string;
  /** Why the public internet does not reach it; absent where it does. */
  readonly why?: string;
}

export type SightOutcome =
  /** TLS and `GET /v2/` with 200 or 401, which a registry answers: https://distribution.github.io/distribution/spec/api/#api-version-check */
  | { readonly kind: "answers"; readonly address: string; readonly status: number }
  /** Not one of the addresses is of the public internet. Nothing was contacted. */
  | { readonly kind: "private"; readonly why: string }
  /** DNS said that there is no such name (NXDOMAIN), or that it has no address. */
  | { readonly kind: "unresolvable"; readonly answer: "no-such-name" | "no-address" }
  /** DNS gives public addresses, and none of them speaks TLS there. */
  | {
      readonly kind: "unreachable";
      readonly how: "refused" | "timed-out" | "no-route" | "closed" | "no-tls";
      readonly why: string;
    }
  /** It speaks TLS, with a certificate that no public authority vouches for. */
  | { readonly kind: "certificate"; readonly fault: CertificateFault; readonly why: string }
  /** Could not tell. */
  | { readonly kind: "unknown"; readonly why: string };

export type CertificateFault =
  | "wrong-name"
  | "expired"
  | "not-yet-valid"
  | "self-signed"
  | "unknown-authority"
  | "invalid";

/** How long a recorded look counts: for the longest that two sweeps may be apart, a day, and the time that one takes. */
export const sightAgeMaxMs = 26 * 3_600_000;

/** Whether a look still counts. A time in the future is some clock that is wrong. */
export function isRecent({ at }: RegistrySight, now: Date, ageMaxMs = sightAgeMaxMs): boolean {
  return Math.abs(now.getTime() - Date.parse(at)) <= ageMaxMs;
}

/** A registry as an image names it. */
export interface RegistryName {
  readonly host: string;
  readonly port: number | undefined;
}

/** The place of a registry in what was looked at. */
export function registryKey({ host, port }: RegistryName): string {
  return `${host.toLowerCase()} ${port ?? 443}`;
}
