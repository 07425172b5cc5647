import type { ListHostedZonesByNameRequest, ListHostedZonesByNameResponse } from "@aws-sdk/client-route-53";
import type { Operation } from "../../service.ts";
import { bareId, hostedZone, type StoredZone, zoneName, zoneStore } from "./zone.ts";

/**
 * In the order of their names with the labels reversed, from the first that is not before the given one, whatever it is called.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html
 */
export const listHostedZonesByName: Operation<ListHostedZonesByNameRequest, ListHostedZonesByNameResponse> = {
  permissions: () => [{ action: "route53:ListHostedZonesByName", resource: "*" }],
  run({ DNSName, HostedZoneId, MaxItems = pageMax }, { sandbox, place }) {
    const from = DNSName === undefined ? [] : keyOf(zoneName(DNSName), bareId(HostedZoneId));
    const rest = [...zoneStore(sandbox, place.account).values()]
      .sort((a, b) => compare(keyOf(a.name, a.id), keyOf(b.name, b.id)))
      .filter((zone: StoredZone) => compare(keyOf(zone.name, zone.id), from) >= 0);
    const size = Math.min(MaxItems, pageMax);
    const next = rest[size];
    return {
      HostedZones: rest.slice(0, size).map(hostedZone),
      IsTruncated: next !== undefined,
      MaxItems: size,
      ...(DNSName !== undefined && { DNSName }),
      ...(HostedZoneId !== undefined && { HostedZoneId }),
      ...(next && { NextDNSName: next.name, NextHostedZoneId: next.id }),
    };
  },
};

const pageMax = 100;

/** `com.example.www`, and the id among zones of one name. */
function keyOf(name: string, id: string): readonly string[] {
  return [name.split(".").reverse().join("."), id];
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? "";
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}
