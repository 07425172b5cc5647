/** Private hosted zones: the DNS that VPCs see, and that CodeBuild does not see where it pulls images. */
import { isAddressLike } from "./registry-host.ts";

/** A private hosted zone of Route 53. */
export interface PrivateZone {
  /** `Z…` */
  readonly id: string;
  /** Without the dot at its end. */
  readonly name: string;
  /** The VPCs that see it. */
  readonly vpcs: readonly Vpc[];
}

interface Vpc {
  readonly id: string;
  readonly region: string;
}

/** What Route 53 told of the zones that could have a name. */
export type ZonesSeen =
  | {
      readonly kind: "known";
      /** ISO 8601. */
      readonly at: string;
      /** Those that are asked for the name in the VPCs that see them, the longest name first. */
      readonly zones: readonly PrivateZone[];
    }
  /** Could not tell. */
  | { readonly kind: "unknown"; readonly why: string };

/** How long they count, however often the registry is looked at: Route 53 answers five requests a second for a whole account. */
export const zonesAgeMaxMs = 12 * 3_600_000;

/** The names that a zone with this host in it can have: the host's, and its parents', the longest first. None for an address. */
export function zoneNames(host: string): readonly string[] {
  if (isAddressLike(host)) return [];
  const labels = host.toLowerCase().split(".");
  return labels.map((_, index) => labels.slice(index).join(".")).slice(0, namesMax);
}

const namesMax = 8;

/**
 * In each VPC the zone with the longest fitting name is asked, and no other.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html#hosted-zone-private-considerations-private-overlapping
 */
export function zonesAsked(zones: readonly PrivateZone[]): readonly PrivateZone[] {
  const taken = new Set<string>();
  return zones
    .toSorted((a, b) => b.name.length - a.name.length || (a.id < b.id ? -1 : 1))
    .flatMap((zone) => {
      const vpcs = zone.vpcs.filter(({ id }) => !taken.has(id));
      for (const { id } of vpcs) taken.add(id);
      return vpcs.length === 0 ? [] : [{ ...zone, vpcs }];
    });
}
